/** A text of more than `most` characters without its middle, if that makes it shorter (`truncated_to`, `prefect/utilities/text.py`). */
export function truncatedText(text: string, most: number): string {
  if (text.length <= most) return text
  const half = Math.floor(most / 2)
  const omitted = text.length - 2 * half
  const cut = `${text.slice(0, half)}...${omitted} additional characters...${text.slice(-half)}`
  return cut.length < text.length ? cut : text
}
