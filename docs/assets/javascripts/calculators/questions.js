/*
 * Error bars of an evaluation: standard errors, interval and smallest gaps, as `compute/questions.py` has them.
 */
(function (calculators) {
  "use strict";

  const [FEW_QUESTIONS, FEW_EITHER, FEW_SOURCES] = [300, 10, 30];
  const POINTS = 60;

  function refuseImpossible(score, questions, size) {
    const faults = {};
    if (score === 0 || score === 1) {
      faults.score =
        "At 0 and 1 the formulas promise no error, though up to 3 in n may be otherwise (95 %): " +
        "write a score between.";
    }
    if (size > questions) {
      faults.size = `A source can't have more than all ${questions} questions: write ${questions} or less.`;
    }
    if (Object.keys(faults).length) throw new calculators.InputError(faults);
  }

  /* Wilson's interval of a share among `count` questions. */
  function wilson(share, count, z) {
    const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count);
    const half = (z / (1 + z ** 2 / count)) * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2));
    return [middle - half, middle + half];
  }

  calculators.compute.questions = async function ({ score, questions, size, icc, correlation, alpha, power }) {
    refuseImpossible(score, questions, size);
    const { normal } = window.jStat;
    const z = -normal.inv(alpha / 2, 0, 1);
    const reach = z + normal.inv(power, 0, 1);
    const effect = 1 + (size - 1) * icc;
    const worth = questions / effect;
    const plain = Math.sqrt((score * (1 - score)) / questions);
    const apart = 2 * score * (1 - score);
    const differing = apart * (1 - correlation);
    const [low, high] = wilson(score, worth, z);
    const gap = (variance, count) => 100 * reach * Math.sqrt((variance * effect) / count);
    const paired = gap(differing, questions);
    const holds = {
      small: worth < FEW_QUESTIONS,
      edge: Math.min(score, 1 - score) * worth < FEW_EITHER,
      sources: size > 1 && questions / size < FEW_SOURCES,
      room: score + paired / 100 > 1,
    };
    const counts = Array.from({ length: POINTS }, (_, at) => questions * (0.2 + (1.8 * at) / (POINTS - 1)));
    const line = (variance) => counts.map((count) => [count, gap(variance, count)]);
    return {
      outputs: {
        plain: 100 * plain,
        error: 100 * plain * Math.sqrt(effect),
        low,
        high,
        worth,
        unpaired: gap(apart, questions),
        paired,
        differing,
      },
      warnings: Object.keys(holds).filter((name) => holds[name]),
      plot: {
        x: "Questions",
        y: "Smallest gap, points",
        series: [
          { name: "questions of its own", points: line(apart), line: true },
          { name: "the same questions", points: line(differing), line: true },
        ],
        rules: [{ x: questions, label: `${questions} questions` }],
      },
    };
  };
})((window.researchCalculators ??= { compute: {} }));
