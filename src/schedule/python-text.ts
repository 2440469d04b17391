/** The words of a text, split where Python's `str.split()` does: at any run of white space. */
export function splitWords(text: string): readonly string[] {
  return text.split(WHITE_SPACE).filter((word) => word !== '')
}

/** The text with the decimal digits of every script as 0 to 9, as Python's `int` and `\d` take them. */
export function plainDigits(text: string): string {
  return text.replace(OTHER_DIGIT, (digit) => String(digitValue(digit)))
}

/** The whole number that Python's `int(text)` reads; undefined where that fails. */
export function pythonInt(text: string): number | undefined {
  const plain = plainDigits(text)
  return /^[+-]?\d+(?:_\d+)*$/.test(plain) ? Number(plain.replaceAll('_', '')) : undefined
}

const WHITE_SPACE = new RegExp(
  String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+`,
  'u',
)
const OTHER_DIGIT = /[^\P{Nd}0-9]/gu
const DIGIT = /^\p{Nd}$/u

/** Unicode's decimal digits come in unbroken runs that start with a zero. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let start = code
  while (DIGIT.test(String.fromCodePoint(start - 1))) start -= 1
  return (code - start) % 10
}
