import { encode } from 'uqr'

/** Square of `size` × `size` modules in rows, a byte of lightness each: 0 black, 255 white. */
export interface QrCode {
  size: number
  luma: number[]
}

/**
 * QR code, correction level M, as on paper that is folded. As pixels, one a module, and not as SVG: that costs a paper 4 ms
 * more. They stay sharp in any size, for no viewer or printer may smooth them.
 */
export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'M', border: 0 })
  return { size, luma: data.flat().map((black) => (black ? 0 : 255)) }
}
