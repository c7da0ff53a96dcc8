import { roles } from '../../../../workflows/identity/domain'
import { dateTime } from '../../format'
import type { Column } from '../../components/table'
import type { UserForm, UserRow } from './api'

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
  { key: 'acts', title: '操作', width: '190px', align: 'right', card: 'acts' },
]

export const blankUser = (): UserForm => ({
  username: '',
  name: '',
  phone: '',
  districtCode: '110000',
  centreCode: '',
  bureauCode: '',
  roles: ['clerk'],
  password: '',
})
