import { passwordWeakness, roles, userStatuses } from '../../../../workflows/identity/domain'
import { choicesOf } from '../../components/choice'
import { bodyOf, type Field, type FormValues } from '../../components/form/field'
import type { FilterField } from '../../components/list/filter'
import type { Column } from '../../components/table'
import { dateTime } from '../../format'
import type { NewUser, UserChange, UserRow } from './api'

export const filters: FilterField[] = [
  { kind: 'text', name: 'q', label: '搜索用户', placeholder: '姓名或用户名', test: 'user-q' },
  { kind: 'select', name: 'role', label: '角色', choices: choicesOf(roles), width: 140 },
  { kind: 'select', name: 'status', label: '状态', choices: choicesOf(userStatuses), width: 140 },
]

export const columns: Column<UserRow>[] = [
  { key: 'username', title: '用户名', width: '150px', card: 'title' },
  { key: 'name', title: '姓名', width: '110px' },
  { key: 'roles', title: '角色', text: (row) => row.roles.map((role) => roles[role]).join('、') },
  { key: 'place', title: '单位' },
  { key: 'phone', title: '电话', width: '140px', wide: true },
  {
    key: 'createdAt',
    title: '建立时间',
    width: '150px',
    wide: true,
    card: 'hide',
    text: (row) => dateTime(row.createdAt),
  },
  { key: 'status', title: '状态', width: '110px', card: 'side' },
]

const sides = { centre: '政务服务中心', bureau: '委办局', platform: '平台' }
const at = (side: keyof typeof sides) => (values: FormValues) => values.side === side

/** A person works at one place; with a row it is changed, without one it is made. */
export const userFields = (isNew: boolean): Field[] => [
  {
    kind: 'text',
    name: 'username',
    label: '用户名',
    required: true,
    disabled: !isNew,
    max: 40,
    test: 'user-username',
  },
  { kind: 'text', name: 'name', label: '姓名', required: true, max: 60, test: 'user-name' },
  { kind: 'text', name: 'phone', label: '电话', max: 20 },
  {
    kind: 'multi-select',
    name: 'roles',
    label: '角色',
    required: true,
    boxes: true,
    choices: choicesOf(roles),
  },
  { kind: 'radio', name: 'side', label: '单位', required: true, choices: choicesOf(sides) },
  { kind: 'place', name: 'centreCode', of: 'centre', label: '中心', required: true, when: at('centre') },
  { kind: 'place', name: 'bureauCode', of: 'bureau', label: '委办局', required: true, when: at('bureau') },
  { kind: 'place', name: 'districtCode', of: 'district', label: '辖区', required: true },
  {
    kind: 'text',
    name: 'password',
    label: '初始密码',
    required: true,
    secret: true,
    test: 'user-initial',
    when: () => isNew,
    rule: (value, { username }) => passwordWeakness(String(value), String(username)),
  },
]

export function userForm(row?: UserRow): FormValues {
  const side = row?.bureauCode ? 'bureau' : row && !row.centreCode ? 'platform' : 'centre'
  const { username = '', name = '', districtCode = '110000', roles: held = ['clerk'] } = row ?? {}
  const known = { username, name, districtCode, roles: [...held], side }
  return {
    ...known,
    phone: row?.phone ?? '',
    centreCode: row?.centreCode ?? '',
    bureauCode: row?.bureauCode ?? '',
  }
}

/** What the form says of a new user: what was not filled in is left out. */
export function newUser(values: FormValues): NewUser {
  const { side: _side, ...user } = bodyOf(userFields(true), values)
  return user as NewUser
}
/** A change names what is empty, too: a phone that was taken away is null. */
export function userChange(values: FormValues): UserChange {
  const { side: _side, username: _username, ...user } = bodyOf(userFields(false), values)
  return { phone: null, centreCode: null, bureauCode: null, ...user }
}
