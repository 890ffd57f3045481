/*
 * Two methods: their difference, its interval and its p by resampling, as `compute/compare.py` has them.
 */
(function (calculators) {
  "use strict";

  const [DRAWS, SEED] = [10000, 20261123];
  const [EVEN, SLACK] = [1e-12, 1e-13]; // what doubles round away, as in Python
  const [NARROW, SEEN, SKEWED] = [8, 30, 0.15]; // where the interval is too narrow
  const BUSY = 5; // milliseconds at a stretch

  /* Does something many times, and lets keystrokes through in between. */
  async function repeat(times, something) {
    let began = performance.now();
    for (let at = 0; at < times; at += 1) {
      something(at);
      if (performance.now() - began > BUSY) {
        await calculators.pause();
        began = performance.now();
      }
    }
  }

  /* A sum whose rounding is made good (Neumaier), so that it is Python's. */
  function sum(values) {
    let [total, lost] = [0, 0];
    for (const value of values) {
      const next = total + value;
      lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
      total = next;
    }
    return total + lost;
  }

  const mean = (values) => sum(values) / values.length;
  const least = (values) => values.reduce((one, other) => Math.min(one, other));
  const largest = (values) => values.reduce((one, other) => Math.max(one, other));
  const size = (values) => largest(values.map(Math.abs));

  /* Hesterberg's lower level, with Welch's degrees of freedom where there are two samples. */
  function levelOf(samples) {
    const errors = samples.map((sample) => {
      const middle = mean(sample);
      const variance = sum(sample.map((value) => (value - middle) ** 2)) / (sample.length - 1);
      return Math.max(variance, 2 ** -1022) / sample.length;
    });
    const total = sum(errors);
    const each = (term) => sum(samples.map(({ length }, at) => term(errors[at] / total, length)));
    const free = 1 / each((share, count) => share ** 2 / (count - 1));
    const narrow = each((share, count) => (share * (count - 1)) / count);
    return window.jStat.normal.cdf(window.jStat.studentt.inv(0.025, free) / Math.sqrt(narrow), 0, 1);
  }

  /* How skewed the resampled means are, whichever way. */
  function skewness(samples, widest) {
    const moment = (power) =>
      sum(
        samples.map((sample) => {
          const middle = mean(sample);
          return mean(sample.map((value) => ((value - middle) / widest) ** power)) / sample.length ** (power - 1);
        }),
      );
    return Math.abs(moment(3)) / moment(2) ** 1.5;
  }

  async function interval(samples) {
    const next = calculators.generator(SEED);
    const means = new Float64Array(DRAWS);
    await repeat(DRAWS, (at) => {
      for (const sample of samples) {
        const count = sample.length;
        let total = 0;
        for (let taken = 0; taken < count; taken += 1) total += sample[Math.floor(next() * count)];
        means[at] += total / count;
      }
    });
    means.sort();
    const level = levelOf(samples);
    return [calculators.quantile(means, level), calculators.quantile(means, 1 - level)];
  }

  /* Counts sums in both tails: twice the share in the smaller, with the observed one where the others were drawn. */
  function tails(observed, slack) {
    let [above, below, all] = [0, 0, 0];
    return {
      add(total) {
        all += 1;
        if (total >= observed - slack) above += 1;
        if (total <= observed + slack) below += 1;
      },
      p: (drawn) => Math.min(1, (2 * (Math.min(above, below) + drawn)) / (all + drawn)),
    };
  }

  async function flipped(differences) {
    const count = differences.length;
    const ways = 2 ** count;
    const { add, p } = tails(sum(differences), SLACK * sum(differences.map(Math.abs)));
    const signed = (isPlus) => differences.reduce((total, value, at) => total + (isPlus(at) ? value : -value), 0);
    if (ways <= DRAWS) {
      await repeat(ways, (way) => add(signed((at) => (way >> at) & 1)));
      return [p(0), `all ${ways} sign flips`];
    }
    const next = calculators.generator(SEED);
    await repeat(DRAWS, () => add(signed(() => next() < 0.5)));
    return [p(1), `${DRAWS} sign flips drawn`];
  }

  async function split(fewer, more) {
    const pool = [...fewer, ...more];
    const [taken, count] = [fewer.length, pool.length];
    const ways = choose(count, taken);
    const { add, p } = tails(sum(fewer), SLACK * sum(pool.map(Math.abs)));
    if (ways <= DRAWS) {
      const places = fewer.map((_, at) => at);
      await repeat(ways, () => {
        add(places.reduce((total, place) => total + pool[place], 0));
        advance(places, count);
      });
      return [p(0), `all ${ways} splits`];
    }
    const next = calculators.generator(SEED);
    await repeat(DRAWS, () => {
      let total = 0;
      for (let at = 0; at < taken; at += 1) {
        const other = at + Math.floor(next() * (count - at));
        [pool[at], pool[other]] = [pool[other], pool[at]];
        total += pool[at];
      }
      add(total);
    });
    return [p(1), `${DRAWS} splits drawn`];
  }

  /* How many ways there are to take `taken` of `count`; beyond what is listed, only that they are more. */
  function choose(count, taken) {
    let ways = 1;
    for (let at = 1; at <= taken && ways <= DRAWS; at += 1) ways = Math.round((ways * (count - taken + at)) / at);
    return ways;
  }

  /* The next places in order; the last stay as they are. */
  function advance(places, count) {
    let at = places.length - 1;
    while (at >= 0 && places[at] === count - places.length + at) at -= 1;
    if (at < 0) return;
    places[at] += 1;
    for (let later = at + 1; later < places.length; later += 1) places[later] = places[later - 1] + 1;
  }

  /* The share of b's scores that are above a's, of each pair or of all with all; ties count half. */
  function improvement(a, b, pairs) {
    if (pairs) return mean(b.map((value, at) => (value > a[at] ? 1 : value === a[at] ? 0.5 : 0)));
    const rising = Float64Array.from(a).sort();
    const before = (isBefore) => {
      let [low, high] = [0, rising.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (isBefore(rising[middle])) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    return mean(b.map((value) => before((each) => each < value) + before((each) => each <= value))) / (2 * a.length);
  }

  /* Equal scores side by side: a column is five points wide. */
  const column = (x, scores) => scores.map((score, at) => [x + ((at % 5) - 2) * 0.04, score]);

  calculators.compute.compare = async function ({ a, b, paired }) {
    const pairs = paired === "yes";
    if (pairs && a.length !== b.length) {
      const sentence = `${b.length} scores for the ${a.length} of a: pairs need as many, in the same order.`;
      throw new calculators.InputError({ b: sentence });
    }
    const samples = pairs ? [b.map((value, at) => value - a[at])] : [a.map((value) => -value), b];
    const means = [mean(a), mean(b)];
    const difference = means[1] - means[0];
    const widest = largest(samples.map((sample) => largest(sample) - least(sample)));
    const flat = widest <= EVEN * Math.max(size(a), size(b));
    const [low, high] = flat ? [difference, difference] : await interval(samples);
    const [p, test] = pairs ? await flipped(samples[0]) : await split(...(b.length < a.length ? [b, a] : [a, b]));
    const ways = pairs ? 2 ** a.length : choose(a.length + b.length, Math.min(a.length, b.length));
    const fewest = Math.min(a.length, b.length);
    const holds = {
      few: 2 / ways > 0.05,
      narrow: !flat && fewest < NARROW,
      skewed: !flat && fewest >= NARROW && (fewest < SEEN || skewness(samples, widest) > SKEWED),
      equal: flat,
    };
    return {
      outputs: {
        n_a: a.length,
        n_b: b.length,
        mean_a: means[0],
        mean_b: means[1],
        difference,
        low,
        high,
        p,
        test,
        improvement: improvement(a, b, pairs),
      },
      warnings: Object.keys(holds).filter((name) => holds[name]),
      plot: {
        x: "Method, with the line from mean to mean",
        y: "Score",
        names: ["a", "b"],
        series: [
          { name: "a", points: column(1, a) },
          { name: "b", points: column(2, b) },
          { name: "means", points: [[1, means[0]], [2, means[1]]], line: true },
        ],
      },
    };
  };
})((window.researchCalculators ??= { compute: {} }));
