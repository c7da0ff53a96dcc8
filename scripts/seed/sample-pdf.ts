import pdfmake from 'pdfmake'
import { paperFonts } from '../../activities/paper/fonts.ts'

/** One sheet that stands for a scanned material. */
export async function samplePdf(title: string, applicant: string): Promise<Buffer> {
  const fonts = await paperFonts()
  pdfmake.setFonts(fonts.dictionary())
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((file) => fonts.files.has(file))
  return pdfmake
    .createPdf({
      pageSize: 'A4',
      defaultStyle: { font: 'paper', fontSize: 14, lineHeight: 1.4 },
      content: [
        { text: title, fontSize: 22, bold: true, alignment: 'center', margin: [0, 80, 0, 40] },
        { text: `申请人：${applicant}` },
        { text: '本页为演示材料，内容不具有任何效力。', color: '#888888', margin: [0, 20, 0, 0] },
      ],
    })
    .getBuffer()
}
