/*
 * Many tasks and runs: interquartile means with resampled intervals, profiles and ranks, as `compute/tasks.py` has them.
 */
(function (calculators) {
  "use strict";

  const NONE = "none";
  const [RESAMPLES, SEED] = [10000, 1];
  const [MOST_METHODS, LARGEST, MOST_PAIRS] = [30, 1e12, 10];
  const [FEW_RUNS, FEW_TASKS, FAR, ALPHA] = [3, 10, 10, 0.05];
  const SLICE = 8; // milliseconds between two pauses
  const POINTS = 60; // of a profile

  function refuse(sentence) {
    throw new calculators.InputError({ scores: sentence });
  }

  /* The methods, the tasks, and the scores of each method by task, all in the order of their first line. */
  function read(rows) {
    const found = new Map();
    const tasks = new Set();
    rows.forEach(([method, task, run, score], index) => {
      const line = index + 2;
      if (!found.has(method)) found.set(method, new Map());
      const of = found.get(method);
      if (!of.has(task)) of.set(task, new Map());
      tasks.add(task);
      if (!(Math.abs(score) <= LARGEST)) refuse(`Line ${line} has a score beyond 1e12: write it in a larger unit.`);
      const cell = of.get(task);
      if (cell.has(run)) refuse(`Line ${line} has run '${run}' of '${method}' on '${task}' again: number its runs apart.`);
      cell.set(run, score);
    });
    if (!found.size) refuse("No line follows the first: add one for each run.");
    if (found.size > MOST_METHODS) {
      refuse(`${found.size} methods are more than ${MOST_METHODS}, the most that this takes.`);
    }
    for (const [method, of] of found) {
      for (const task of tasks) {
        if (!of.has(task)) refuse(`'${method}' has no score on '${task}': add its runs, or take the task out.`);
      }
    }
    const scores = [...found.values()].map((of) => [...tasks].map((task) => [...of.get(task).values()]));
    return { methods: [...found.keys()], tasks: [...tasks], scores };
  }

  /* The mean of what is left without a quarter at each end; `counts` says how often each of `sorted` is there. */
  function middle(sorted, counts, size) {
    const cut = Math.floor(size / 4);
    let at = 0;
    let passed = counts[0];
    while (passed <= cut) passed += counts[++at];
    let total = (passed - cut) * sorted[at];
    while (passed < size - cut) {
      const count = counts[++at];
      passed += count;
      total += count * sorted[at];
    }
    return (total - (passed - size + cut) * sorted[at]) / (size - 2 * cut);
  }

  /* The interquartile mean and its interval, which there is where a task has runs to draw from. */
  async function interquartile(byTask, random, slice) {
    const scores = byTask.flat();
    const size = scores.length;
    const order = Int32Array.from(scores.keys()).sort((one, other) => scores[one] - scores[other]);
    const sorted = Float64Array.from(order, (at) => scores[at]);
    const place = new Int32Array(size);
    order.forEach((at, rank) => (place[at] = rank));
    const lengths = Int32Array.from(byTask, (runs) => runs.length);
    const counts = new Int32Array(size).fill(1);
    const iqm = middle(sorted, counts, size);
    if (Math.max(...lengths) === 1) return { iqm, low: NONE, high: NONE };
    const means = new Float64Array(RESAMPLES);
    for (let made = 0; made < RESAMPLES; made += 1) {
      counts.fill(0);
      let start = 0;
      for (const length of lengths) {
        for (let run = 0; run < length; run += 1) counts[place[start + Math.floor(random() * length)]] += 1;
        start += length;
      }
      means[made] = middle(sorted, counts, size);
      if (performance.now() - slice.began > SLICE) {
        await calculators.pause();
        slice.began = performance.now();
      }
    }
    means.sort();
    // Drawing n runs with replacement divides their squares by n, and not by n - 1.
    const wider = Math.sqrt(size / (size - lengths.length));
    const end = (share) => iqm + wider * (calculators.quantile(means, share) - iqm);
    return { iqm, low: end(0.025), high: end(0.975) };
  }

  const reach = (scores, at) => scores.reduce((most, of) => of[at].reduce((far, each) => Math.max(far, Math.abs(each)), most), 0);

  /* Of the means; those that differ by less than 12 digits tell are tied, however they were summed. */
  function ranksOf({ tasks, scores }, sign) {
    const mean = (runs) => runs.reduce((total, each) => total + each, 0) / runs.length;
    return calculators.ranked(
      tasks.map((_, at) => {
        const step = Math.max(reach(scores, at) * 1e-12, 1e-300);
        return scores.map((of) => sign * Math.floor(mean(of[at]) / step + 0.5));
      }),
    );
  }

  function apart(methods, { means, cd, pf }) {
    if (pf >= ALPHA) return "none, as the ranks as a whole don't differ (p of F)";
    const order = [...methods.keys()].sort((one, other) => means[one] - means[other]);
    const pairs = order.flatMap((one, place) =>
      order
        .slice(place + 1)
        .filter((other) => means[other] - means[one] >= cd)
        .map((other) => `${methods[one]} before ${methods[other]}`),
    );
    const more = pairs.length > MOST_PAIRS ? `, and ${pairs.length - MOST_PAIRS} more` : "";
    return pairs.slice(0, MOST_PAIRS).join(", ") + more || NONE;
  }

  function warningsOf({ methods, tasks, scores }, ranks) {
    const runs = scores.flatMap((of) => of.map(({ length }) => length));
    const some = tasks.map((_, at) => reach(scores, at)).filter(Boolean);
    const holds = {
      scale: some.length > 0 && Math.max(...some) > FAR * Math.min(...some),
      few: runs.some((count) => count < FEW_RUNS),
      uneven: scores.some((of) => of.some(({ length }) => length !== of[0].length)),
      small: ranks !== null && tasks.length <= FEW_TASKS,
      two: ranks !== null && methods.length === 2,
      ties: ranks !== null && ranks.tied,
    };
    return Object.keys(holds).filter((name) => holds[name]);
  }

  /* The share of a task's runs that are better than each of some scores, averaged over tasks. */
  function profiles({ methods, scores }, sign) {
    let [low, high] = [Infinity, -Infinity];
    for (const each of scores.flat(2)) [low, high] = [Math.min(low, each), Math.max(high, each)];
    const taus = Array.from({ length: POINTS }, (_, at) => low + ((high - low) * at) / (POINTS - 1));
    const share = (runs, tau) => runs.reduce((count, each) => count + (sign * each > sign * tau), 0) / runs.length;
    const over = (of, tau) => of.reduce((total, runs) => total + share(runs, tau), 0) / of.length;
    return methods.map((name, at) => ({ name, line: true, points: taus.map((tau) => [tau, over(scores[at], tau)]) }));
  }

  calculators.compute.tasks = async function ({ scores: rows, better }) {
    const table = read(rows);
    const { methods, tasks, scores } = table;
    const sign = better === "higher" ? 1 : -1;
    const ranks = methods.length > 1 && tasks.length > 1 ? ranksOf(table, sign) : null;
    const random = calculators.generator(SEED);
    const slice = { began: performance.now() };
    const found = [];
    for (const [at, method] of methods.entries()) {
      const middleHalf = await interquartile(scores[at], random, slice);
      found.push({ method, scores: scores[at].flat().length, ...middleHalf, rank: ranks ? ranks.means[at] : NONE });
    }
    const best = found.reduce((one, other) => (sign * other.iqm > sign * one.iqm ? other : one));
    const [iqm, low, high] = [best.iqm, best.low, best.high].map((value) => calculators.shown("number", value));
    const { chi2, p, f, pf, cd } = ranks || { chi2: NONE, p: NONE, f: NONE, pf: NONE, cd: NONE };
    return {
      outputs: {
        best: `${best.method}, ${iqm}${low === NONE ? "" : ` (${low} to ${high})`}`,
        tasks: tasks.length,
        chi2,
        p,
        f,
        pf,
        cd,
        apart: ranks ? apart(methods, ranks) : NONE,
        methods: found,
      },
      warnings: warningsOf(table, ranks),
      plot: {
        x: "Score τ",
        y: sign > 0 ? "Share of runs above τ" : "Share of runs below τ",
        series: profiles(table, sign),
        rules: [{ y: 0.5, label: "half of the runs" }],
      },
    };
  };
})((window.researchCalculators ??= { compute: {} }));
