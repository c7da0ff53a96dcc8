import type { Choice } from '../../components/choice'
import type { Field, FormValues } from '../../components/form/field'
import type { Column } from '../../components/table'
import { dateTime } from '../../format'
import type { DefinitionRow, DraftRow, IncidentRow, MappingRow, MappingView, NewMapping } from './model'

export const columns: Column<DefinitionRow>[] = [
  { key: 'name', title: '流程', card: 'title' },
  { key: 'version', title: '版本', width: '80px', text: (row) => `第 ${row.version} 版` },
  { key: 'open', title: '在办', width: '90px', align: 'right' },
  { key: 'incidents', title: '异常', width: '110px', card: 'side' },
  { key: 'publishedBy', title: '发布人', width: '140px' },
  { key: 'publishedAt', title: '发布时间', width: '160px' },
  { key: 'hash', title: '摘要', width: '120px', wide: true, text: (row) => row.hash.slice(0, 12) },
]

export const incidentColumns: Column<IncidentRow>[] = [
  { key: 'number', title: '编号', width: '190px', card: 'title' },
  { key: 'element', title: '环节', width: '180px' },
  { key: 'message', title: '原因' },
  { key: 'at', title: '发生时间', width: '150px' },
]

export const draftColumns: Column<DraftRow>[] = [
  { key: 'name', title: '流程', card: 'title' },
  { key: 'basedOn', title: '起自', width: '100px' },
  { key: 'changedBy', title: '最后修改', width: '140px' },
  { key: 'changedAt', title: '修改时间', width: '160px' },
]

export const mappingColumns: Column<MappingRow>[] = [
  { key: 'nounName', title: '业务', width: '110px' },
  { key: 'kindName', title: '类别', width: '140px', card: 'title' },
  { key: 'definitionName', title: '流程' },
  { key: 'state', title: '状态', width: '100px', card: 'side' },
  { key: 'effectiveFrom', title: '生效时间', width: '150px', text: (row) => dateTime(row.effectiveFrom) },
  {
    key: 'effectiveTo',
    title: '截止时间',
    width: '150px',
    text: (row) => (row.effectiveTo ? dateTime(row.effectiveTo) : '—'),
  },
  { key: 'changedBy', title: '设置人', width: '120px' },
]

type MappedNoun = MappingView['nouns'][number]
/** Stands in the list of kinds for one that is not there yet. */
export const anotherKind = '+'
const isAnother = ({ kind }: FormValues) => kind === anotherKind
const named = (rows: readonly { key: string; name: string }[]): Choice[] =>
  rows.map(({ key, name }) => ({ value: key, label: name }))

/** Kinds and definitions are the noun's own. */
export function mappingFields(nouns: readonly MappedNoun[], noun: MappedNoun | undefined): Field[] {
  const kinds = named(noun?.kinds ?? [])
  if (noun?.openKinds) kinds.push({ value: anotherKind, label: '＋ 新增类别…' })
  const definitions = named(noun?.definitions ?? [])
  const own = { required: true, when: isAnother }
  return [
    {
      kind: 'select',
      name: 'noun',
      label: '业务',
      required: true,
      choices: named(nouns),
      test: 'mapping-noun',
    },
    { kind: 'select', name: 'kind', label: '类别', required: true, choices: kinds, test: 'mapping-kind' },
    { kind: 'text', name: 'kindName', label: '类别名称', max: 60, test: 'kind-name', ...own },
    {
      kind: 'text',
      name: 'ownKind',
      label: '类别编号',
      max: 30,
      placeholder: 'urgent',
      test: 'kind-key',
      ...own,
    },
    {
      kind: 'select',
      name: 'definitionKey',
      label: '流程',
      required: true,
      choices: definitions,
      test: 'mapping-definition',
    },
    { kind: 'time', name: 'effectiveFrom', label: '生效时间', placeholder: '不选为立即', test: 'mapping-at' },
  ]
}

/** A kind of one's own is sent as any other. */
export function newMapping({ ownKind, ...body }: FormValues): NewMapping {
  return { ...body, ...(isAnother(body) && { kind: ownKind }) } as NewMapping
}
