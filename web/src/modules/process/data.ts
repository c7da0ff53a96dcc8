import type { Column } from '../../components/table'
import { dateTime } from '../../format'
import type { DefinitionRow, DraftRow, IncidentRow, MappingRow } from './model'

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
  { key: 'remove', title: '', width: '90px', card: 'side' },
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
