/*
 * Ranks of methods over tasks with Friedman's, Iman and Davenport's and Nemenyi's statistics, as `compute/ranks.py`.
 */
(function (calculators) {
  "use strict";

  const ALPHA = 0.05;
  const UNBOUNDED = "unbounded";

  const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);
  const factorial = (count) => (count > 1 ? count * factorial(count - 1) : 1);

  /* The ranks of a task's scores, the highest first, and the sizes of its groups of equal ones. */
  function rank(scores) {
    const ranks = scores.map((score) => {
      const better = scores.filter((other) => other > score).length;
      return better + (scores.filter((other) => other === score).length + 1) / 2;
    });
    const sizes = new Map();
    for (const each of ranks) sizes.set(each, (sizes.get(each) || 0) + 1);
    return { ranks, groups: [...sizes.values()] };
  }

  // By halves: jStat's own inverse stops at four digits.
  function studentizedRange(share, methods) {
    let [low, high] = [0, 20];
    for (let halved = 0; halved < 50; halved += 1) {
      const middle = (low + high) / 2;
      if (window.jStat.tukey.cdf(middle, methods, Infinity) < share) low = middle;
      else high = middle;
    }
    return high;
  }

  /* `table` has a row for each of several tasks, and in it a score for each of several methods. */
  calculators.ranked = function (table) {
    const { chisquare, centralF } = window.jStat;
    const [tasks, methods] = [table.length, table[0].length];
    const rows = table.map(rank);
    const ties = sum(rows.flatMap(({ groups }) => groups.map((size) => size ** 3 - size)));
    const correction = 1 - ties / (tasks * (methods ** 3 - methods));
    const means = table[0].map((_, at) => sum(rows.map(({ ranks }) => ranks[at])) / tasks);
    const spread = sum(means.map((mean) => (mean - (methods + 1) / 2) ** 2));
    const chi2 = correction ? ((12 * tasks) / (methods * (methods + 1))) * (spread / correction) : 0;
    const free = methods - 1;
    const unit = Math.sqrt((methods * (methods + 1)) / (6 * tasks));
    const found = {
      means,
      chi2,
      p: 1 - chisquare.cdf(chi2, free),
      cd: (studentizedRange(1 - ALPHA, methods) / Math.SQRT2) * unit,
      tied: ties > 0,
    };
    const [first] = rows;
    if (correction && rows.every(({ ranks }) => ranks.every((each, at) => each === first.ranks[at]))) {
      const alike = first.groups.reduce((product, size) => product * factorial(size), 1) / factorial(methods);
      return { ...found, f: UNBOUNDED, pf: alike ** (tasks - 1) };
    }
    const f = ((tasks - 1) * chi2) / (tasks * free - chi2);
    return { ...found, f, pf: 1 - centralF.cdf(f, free, free * (tasks - 1)) };
  };
})((window.researchCalculators ??= { compute: {} }));
