/* Random numbers that are the same each time, quantiles, and a pause that lets a keystroke through. */
(function (calculators) {
  "use strict";

  // sfc32 of PractRand (C. Doty-Humphrey, public domain): passes its tests far beyond the numbers drawn here.
  calculators.generator = function (seed) {
    let a = 0, b = 0, c = seed | 0, counter = 1;
    const next = () => {
      const sum = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + sum) | 0;
      return (sum >>> 0) / 4294967296;
    };
    for (let warmed = 0; warmed < 15; warmed++) next();
    return next;
  };

  // Between two neighbours by their distance, as NumPy's default; `sorted` rises and isn't empty.
  calculators.quantile = function (sorted, share) {
    const place = share * (sorted.length - 1), below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  };

  // A message comes back sooner than a timer, which browsers hold back by 4 ms.
  calculators.pause = () => new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); resume(); };
    port2.postMessage(null);
  });
})((window.researchCalculators ??= { compute: {} }));
