/*
 * Runs needed: the smallest number whose power of the t-test is enough, as `compute/runs.py` has it.
 */
(function (calculators) {
  "use strict";

  const [MOST, FEW, MANY] = [100000, 5, 200];

  calculators.compute.runs = function ({ sd, gap, paired, alpha, power }) {
    const { noncentralt, studentt } = window.jStat;
    const effect = gap / sd;

    function reached(count) {
      const [shift, free] =
        paired === "yes" ? [effect * Math.sqrt(count), count - 1] : [effect * Math.sqrt(count / 2), 2 * count - 2];
      if (shift > 30) return 1; // beyond what doubles tell from 1
      const edge = studentt.inv(1 - alpha / 2, free);
      return 1 - noncentralt.cdf(edge, free, shift) + noncentralt.cdf(-edge, free, shift);
    }

    if (reached(MOST) < power) {
      const sentence = `This gap would take more than ${MOST} runs: write a larger gap, or a smaller spread.`;
      throw new calculators.InputError({ gap: sentence });
    }
    let [low, high] = [1, 2];
    while (high < MOST && reached(high) < power) [low, high] = [high, Math.min(2 * high, MOST)];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (reached(middle) >= power) high = middle;
      else low = middle;
    }
    const last = Math.max(2 * high, 12);
    const step = Math.max(1, Math.floor(last / 40));
    const points = [];
    for (let count = 2; count <= last; count += step) points.push([count, reached(count)]);
    return {
      outputs: { runs: high, reached: reached(high), effect, seen: reached(FEW) },
      warnings: high < FEW ? ["few"] : high > MANY ? ["many"] : [],
      plot: {
        x: "Runs per method",
        y: "Power",
        series: [{ name: "power", points, line: true }],
        rules: [{ y: power, label: `power ${power}` }, { x: high, label: `${high} runs` }],
      },
    };
  };
})((window.researchCalculators ??= { compute: {} }));
