import { encode } from 'uqr'

/**
 * QR code as SVG: one path with a rectangle for each run of black modules, sharp in any size. Correction level M, as
 * on paper that is folded.
 */
export function qrSvg(text: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: 0 })
  const path = data.flatMap((row, y) => runs(row).map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path d="${path.join('')}"/></svg>`
}

/** Start and length of each run of black modules. */
function runs(row: boolean[]): [number, number][] {
  const found: [number, number][] = []
  row.forEach((black, x) => {
    if (!black) return
    if (row[x - 1]) found.at(-1)![1]++
    else found.push([x, 1])
  })
  return found
}
