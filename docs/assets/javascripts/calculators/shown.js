/*
 * Answers as text: what `scripts/playbooks/calculators/shown.py` does; test cases hold them equal.
 */
(function (calculators) {
  "use strict";

  const SHOWN = {
    integer: (value) => String(Math.floor(value + 0.5)),
    number,
    percent: (value) => `${(100 * value).toFixed(1)} %`,
    p: (value) => (value < 0.001 ? "< 0.001" : value.toFixed(3)),
    text: String,
  };

  function number(value) {
    if (value && !(Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6)) return value.toExponential(2);
    return Math.abs(value) >= 1000 ? SHOWN.integer(value) : value ? value.toPrecision(4) : "0.000";
  }

  const shown = (how, value) => (typeof value === "string" ? value : SHOWN[how](value));

  /* Each field's and each output's text by its name, a table's left out. */
  function words({ fields, outputs }, texts, result) {
    const said = {};
    for (const { name, kind, options } of fields) {
      const text = texts[name].trim();
      said[name] = kind === "choice" ? options[text] : text;
    }
    for (const { name, shown: how, columns } of outputs) {
      if (!columns) said[name] = shown(how, result.outputs[name]);
    }
    return said;
  }

  const filled = (template, said) =>
    Object.entries(said).reduce((text, [name, word]) => text.replaceAll(`{${name}}`, word), template);

  Object.assign(calculators, { shown, words, filled });
})((window.researchCalculators ??= { compute: {} }));
