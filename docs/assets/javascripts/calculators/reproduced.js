/*
 * Did it reproduce: the verdict on a reported number, as `compute/reproduced.py` has it.
 */
(function (calculators) {
  "use strict";

  const [FEW, MOST_MORE, DIGITS] = [5, 500, 15];
  const SLICE = 8; // milliseconds between two pauses
  const CAUSE = "the cause: compare evaluation, data, initial loss, one step, schedule and rounding, in this order";

  const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);

  // 97.5 %; jStat's own inverse is right to 1e-8.
  const quantile = (free) => window.jStat.studentt.inv(0.975, free);

  function refuseImpossible(kind, averaged, spread) {
    if (spread !== null && kind === "best") {
      throw new calculators.InputError({ spread: "The best of several runs has no spread of its own: leave this empty." });
    }
    if (spread !== null && averaged === 1) {
      const sentence = "One run has no spread: write how many runs it is of, or leave this empty.";
      throw new calculators.InputError({ spread: sentence });
    }
  }

  /* The mean of the largest of so many standard normal numbers, by Simpson's rule. */
  function largest(count) {
    const { normal } = window.jStat;
    const steps = 4000;
    const width = 12 / steps;
    let total = 0;
    for (let at = 0; at <= steps; at += 1) {
      const weight = at === 0 || at === steps ? 1 : at % 2 ? 4 : 2;
      const below = normal.cdf(-at * width, 0, 1);
      total += weight * (-Math.expm1(count * Math.log1p(-below)) - below ** count);
    }
    return (total * width) / 3;
  }

  /* Half of the interval that a number such as the paper's falls into, by the number of your runs. */
  function halfOf(own, averaged, spread) {
    return (count) => {
      if (spread === null) return quantile(count - 1) * own * Math.sqrt(1 / averaged + 1 / count);
      // As a share of the larger, whose square could be too small to be told from 0.
      const unit = Math.max(own, spread) || 1;
      const [ours, theirs] = [(own / unit) ** 2 / count, (spread / unit) ** 2 / averaged];
      if (!(ours + theirs)) return 0;
      const free = (ours + theirs) ** 2 / (ours ** 2 / (count - 1) + theirs ** 2 / (averaged - 1));
      return quantile(free) * unit * Math.sqrt(ours + theirs);
    };
  }

  /* Whether a number rounds to the digits that another is written with. */
  function rounds(mean, reported) {
    let digits = 0;
    while (digits < DIGITS && Number(reported.toFixed(digits)) !== reported) digits += 1;
    return Math.abs(mean - reported) <= 0.5 * 10 ** -digits * (1 + 1e-9);
  }

  async function settleOf(verdict, half, count, gain) {
    if (verdict === "matched") return "nothing more";
    if (verdict !== "inconclusive") return CAUSE;
    let began = performance.now();
    for (let more = 1; more <= MOST_MORE; more += 1) {
      if (performance.now() - began > SLICE) {
        await calculators.pause();
        began = performance.now();
      }
      if (2 * half(count + more) >= gain) continue;
      const runs = more > 1 ? "runs" : "run";
      return `${more} more ${runs} of yours: if the spread stays, the interval gets narrower than the gain`;
    }
    return `not even ${MOST_MORE} more runs of yours: ask the authors for more of theirs, or look at a larger gain`;
  }

  calculators.compute.reproduced = async function (values) {
    const { reported, kind, averaged, spread, gain, baseline, better, scores } = values;
    refuseImpossible(kind, averaged, spread);
    const sign = better === "higher" ? 1 : -1;
    const count = scores.length;
    // From the first score on, so that equal scores have that very mean.
    const mean = scores[0] + sum(scores.map((score) => score - scores[0])) / count;
    const varied = scores.some((score) => score !== scores[0]);
    const own = varied ? Math.sqrt(sum(scores.map((score) => (score - mean) ** 2)) / (count - 1)) : 0;
    const half = halfOf(own, kind === "best" ? 1 : averaged, spread);
    const middle = mean + (kind === "best" ? sign * own * largest(averaged) : 0);
    const [low, high] = [middle - half(count), middle + half(count)];
    const equal = low === high;
    const inside = equal ? rounds(mean, reported) : low <= reported && reported <= high;
    const reach = (quantile(count - 1) * own) / Math.sqrt(count);
    const ends = [mean - reach, mean + reach];
    const bar = baseline === null ? reported - sign * gain : baseline;
    const holds = ends.every((end) => sign * end > sign * bar);
    const narrow = high - low < gain;
    const verdict = inside ? (narrow ? "matched" : "inconclusive") : holds ? "gap" : "disagreement";
    const held = {
      few: count < FEW && !equal,
      equal,
      open: verdict === "disagreement" && ends.some((end) => sign * end > sign * bar),
      best: kind === "best",
    };
    const across = [0.5, count + 0.5];
    const [from, to] = across;
    const around = [[from, low], [to, low], [to, high], [from, high], [from, low]];
    return {
      outputs: {
        verdict,
        runs: count,
        mean,
        from: ends[0],
        to: ends[1],
        low,
        high,
        difference: middle - reported,
        least: low - reported,
        most: high - reported,
        conclusion: holds ? "holds" : "isn't shown",
        settle: await settleOf(verdict, half, count, gain),
      },
      warnings: Object.keys(held).filter((name) => held[name]),
      plot: {
        x: "Your runs",
        y: "Score",
        series: [
          {
            name: "your mean and its 95 % interval",
            points: across.map((x) => [x, mean]),
            line: true,
            band: across.map((x) => [x, ...ends]),
          },
          { name: "where 95 % of numbers such as the paper's lie", points: around, line: true },
          { name: "each of your runs", points: scores.map((score, at) => [at + 1, score]) },
        ],
        rules: [{ y: reported, label: `reported ${reported}` }],
      },
    };
  };
})((window.researchCalculators ??= { compute: {} }));
