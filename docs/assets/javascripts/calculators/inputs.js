/*
 * What was typed into a calculator's fields, as values: what `scripts/playbooks/calculators/inputs.py` does; test cases
 * hold them equal.
 */
(function (calculators) {
  "use strict";

  const NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
  const COMMA = /^[+-]?[0-9]+,[0-9]+$/;
  const GAPS = /[\s;]+|,(?=[\s;]|$)|,(?=[^\s;,]*\.)/;

  /* Thrown with a sentence for each field that holds what can't be used, by the field's name. */
  class InputError extends Error {
    constructor(faults) {
      super(Object.values(faults).join("\n"));
      this.faults = faults;
    }
  }

  const cut = (text) => (text.length <= 20 ? text : `${text.slice(0, 20)}…`);

  function values(fields, texts) {
    const faults = {};
    const found = {};
    for (const field of fields) {
      try {
        found[field.name] = READ[field.kind](field, texts[field.name].trim());
      } catch (error) {
        faults[field.name] = error.message;
      }
    }
    if (Object.keys(faults).length) throw new InputError(faults);
    return found;
  }

  function refuse(sentence) {
    throw new Error(sentence);
  }

  function plain(text) {
    if (!text) refuse("Nothing is here: write a number.");
    if (COMMA.test(text)) refuse(`'${cut(text)}' has a comma: write ${cut(text.replace(",", "."))}, or no comma at all.`);
    if (!NUMBER.test(text)) refuse(`'${cut(text)}' is not a number: write one such as 0.8.`);
    return Number(text);
  }

  function number(field, text) {
    if (!text && field.optional) return null;
    const found = plain(text);
    const { above, least, most } = field;
    if (above !== null && found <= above) refuse(`'${cut(text)}' is too small: write a number above ${above}.`);
    if (least !== null && found < least) refuse(`'${cut(text)}' is too small: write ${least} or more.`);
    if (found > most) refuse(`'${cut(text)}' is too large: write ${most} or less.`);
    if (field.whole && found % 1) refuse(`'${cut(text)}' is not whole: write a number such as ${field.example}.`);
    return found;
  }

  function choice({ options }, text) {
    if (!(text in options)) refuse(`'${cut(text)}' is not a choice: write one of ${Object.keys(options).join(", ")}.`);
    return text;
  }

  function scores(field, text) {
    const pieces = text.split(GAPS).filter(Boolean);
    const { fewest, largest } = field;
    if (pieces.length > largest) refuse(`${pieces.length} numbers are more than ${largest}, the most that this takes.`);
    const found = pieces.map((piece, at) => score(field, at + 1, piece));
    if (found.length < fewest) refuse(`${found.length} of the ${fewest} numbers that it takes: paste more.`);
    return found;
  }

  function score({ least, most }, at, text) {
    const which = `Number ${at}, '${cut(text)}',`;
    if (COMMA.test(text)) {
      refuse(`${which} may be one or two: write ${text.replace(",", ".")} or ${text.replace(",", ", ")}.`);
    }
    if (!NUMBER.test(text)) refuse(`${which} is not a number: write one such as 0.8.`);
    const found = Number(text);
    if (least !== null && found < least) refuse(`${which} is too small: write ${least} or more.`);
    if (Math.abs(found) > most) refuse(`${which} is too large: write ${most} or less.`);
    return found;
  }

  function table(field, text) {
    const lines = text.split(/\r\n?|\n/).filter((line) => line.trim());
    const [first = ""] = lines;
    const mark = first.includes("\t") ? "\t" : first.includes(";") ? ";" : ",";
    const head = first.split(mark).map((name) => name.trim().toLowerCase());
    const { columns, largest, numeric } = field;
    const missing = columns.filter((name) => !head.includes(name));
    if (missing.length) {
      refuse(`The first line lacks ${missing.join(", ")}: name the columns ${columns.join(", ")}.`);
    }
    if (lines.length - 1 > largest) {
      refuse(`${lines.length - 1} lines are more than ${largest}, the most that this takes.`);
    }
    const places = columns.map((name) => [head.indexOf(name), numeric.includes(name)]);
    return lines.slice(1).map((line, index) => {
      const at = index + 2;
      const cells = line.split(mark);
      if (cells.length !== head.length) {
        refuse(`Line ${at} has ${cells.length} values, not ${head.length}: a decimal comma, or one too few?`);
      }
      return places.map(([place, isNumber]) => cell(isNumber, at, cells[place].trim()));
    });
  }

  function cell(isNumber, at, text) {
    if (!text) refuse(`Line ${at} has an empty value: fill it in, or take the line out.`);
    if (!isNumber) return text;
    try {
      return plain(text);
    } catch (error) {
      return refuse(`Line ${at}: ${error.message}`);
    }
  }

  const READ = { number, choice, scores, table };

  Object.assign(calculators, { values, InputError });
})((window.researchCalculators ??= { compute: {} }));
