/** The papers of a case: names, numbering words, legal bases, and what each must not lack. Pure. */

const licensingLaw = '《中华人民共和国行政许可法》'

/** A part of the data that a kind of paper may need. */
export type PaperPart =
  | 'materials'
  | 'reasons'
  | 'remedies'
  | 'terms'
  | 'receivedAt'
  | 'querySecret'
  | 'extension'
  | 'special'
  | 'decision'
  | 'termination'
  | 'service'
  | 'sendBack'

interface PaperKindFacts {
  /** Name in lists and, for licensing, the title on the paper. */
  name: string
  /** Title on the paper of an item that is not a licence. Default: `name`. */
  plainTitle?: string
  /** The word in the paper's number, e.g. 补 in 京政服〔2026〕补字第000012号. */
  word: string
  /** In whose sequence the paper is numbered, and whose seal it carries when the case is not entrusted. */
  issuer: 'centre' | 'bureau'
  /** Legal basis for licensing items. */
  basis: readonly string[]
  /** Acts (`caseActs`, or what the engine does by itself) that issue it. */
  acts: readonly string[]
  /** Parts without which the paper would not do its legal work; issuing it without them is refused. */
  needs: readonly PaperPart[]
  /** Goes to the applicant (true) or stays between the centre and the bureau. */
  toApplicant: boolean
}

export const paperKinds = {
  receipt: {
    name: '收件凭证',
    word: '收',
    issuer: 'centre',
    basis: [`${licensingLaw}第二十九条`],
    acts: ['receive'],
    needs: ['materials', 'receivedAt', 'querySecret'],
    toApplicant: true,
  },
  'acceptance-notice': {
    name: '受理通知书',
    word: '受',
    issuer: 'centre',
    basis: [`${licensingLaw}第三十二条第一款第（五）项、第二款`],
    acts: ['accept', 'deemed-accepted'],
    needs: [],
    toApplicant: true,
  },
  'non-acceptance-decision': {
    name: '不予受理决定书',
    word: '不受',
    issuer: 'centre',
    basis: [`${licensingLaw}第三十二条第一款、第二款`],
    acts: ['refuse'],
    needs: ['reasons', 'remedies'],
    toApplicant: true,
  },
  'supplement-notice': {
    name: '一次性补正告知书',
    word: '补',
    issuer: 'centre',
    basis: [`${licensingLaw}第三十二条第一款第（四）项`],
    acts: ['supplement', 'approve-demand'],
    needs: ['materials', 'terms'],
    toApplicant: true,
  },
  'extension-notice': {
    name: '延期告知书',
    word: '延',
    issuer: 'bureau',
    basis: [`${licensingLaw}第四十二条第一款`],
    acts: ['approve-extension'],
    needs: ['reasons', 'extension'],
    toApplicant: true,
  },
  'special-procedure-notice': {
    name: '特别程序告知书',
    word: '特',
    issuer: 'bureau',
    basis: [`${licensingLaw}第四十五条`],
    acts: ['start-special'],
    needs: ['special'],
    toApplicant: true,
  },
  'grant-decision': {
    name: '准予行政许可决定书',
    plainTitle: '准予决定书',
    word: '准',
    issuer: 'bureau',
    basis: [`${licensingLaw}第三十四条、第三十八条第一款`],
    acts: ['grant'],
    needs: ['decision'],
    toApplicant: true,
  },
  'refusal-decision': {
    name: '不予行政许可决定书',
    plainTitle: '不予办理决定书',
    word: '不准',
    issuer: 'bureau',
    basis: [`${licensingLaw}第三十四条、第三十八条第二款`],
    acts: ['refuse-grant'],
    needs: ['reasons', 'remedies'],
    toApplicant: true,
  },
  'termination-notice': {
    name: '办件终止通知书',
    word: '终',
    issuer: 'centre',
    // The licensing law knows no ending for silence: it rests on the notice and the agreement, named in `basis`.
    basis: [],
    acts: ['supplement-expired', 'end'],
    needs: ['termination'],
    toApplicant: true,
  },
  'proof-of-service': {
    name: '送达回证',
    word: '送',
    issuer: 'centre',
    basis: ['参照《中华人民共和国民事诉讼法》第八十七条'],
    acts: ['record-delivery', 'deliver'],
    needs: ['service'],
    toApplicant: true,
  },
  'handover-list': {
    name: '移交清单',
    word: '移',
    issuer: 'centre',
    basis: [`${licensingLaw}第二十四条`],
    acts: ['accept', 'resubmit'],
    needs: ['materials', 'receivedAt'],
    toApplicant: false,
  },
  'send-back-notice': {
    name: '退件通知单',
    word: '退',
    issuer: 'bureau',
    basis: [`${licensingLaw}第二十四条`],
    acts: ['send-back'],
    needs: ['reasons', 'sendBack'],
    toApplicant: false,
  },
} as const satisfies Record<string, PaperKindFacts>

export type PaperKind = keyof typeof paperKinds

export const paperKindList = Object.keys(paperKinds) as PaperKind[]

export function paperKind(kind: PaperKind): PaperKindFacts {
  return paperKinds[kind]
}
