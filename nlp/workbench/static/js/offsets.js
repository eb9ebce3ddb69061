// Offsets of the annotation format count code points, those of the browser UTF-16 units.

/** Converts between the two in one text; the identity where the text has no pairs. */
export class Offsets {
  constructor(text) {
    this.length = 0;
    this.pairs = []; // code points that take two units
    let point = 0;
    for (let unit = 0; unit < text.length; unit += 1, point += 1) {
      const code = text.codePointAt(unit);
      if (code > 0xffff) { this.pairs.push(point); unit += 1; }
    }
    this.length = point;
  }

  /** The unit at which a code point begins. */
  unit(point) {
    return point + this.#below(this.pairs, point);
  }

  /** The code point that a unit belongs to. */
  point(unit) {
    let low = 0;
    let high = this.pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pairs[middle] + middle < unit) low = middle + 1; else high = middle;
    }
    return unit - low;
  }

  #below(list, value) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] < value) low = middle + 1; else high = middle;
    }
    return low;
  }
}
