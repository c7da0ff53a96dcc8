import { table } from './table.ts'

const called = `start s
  user check ok,no
  xor x
  user fix
  end e
  s > check > x
  x > fix : check = "no"
  x >> e
  fix > e`

table('Call activities', [
  {
    name: 'A called process runs inside the caller, with ids of its own',
    drawing: `start s
      call c process=inspection
      end e
      s > c > e`,
    calls: { inspection: called },
    script: `start => task c/check
      do c/check no => done c/check, task c/fix
      do c/fix done => done c/fix, completed e`,
    path: 's c c/s c/check c/x c/fix c/e e',
  },
  {
    name: 'Equal task ids in caller and called process do not answer for each other',
    drawing: `start s
      user check ok,no
      call c process=inspection
      xor x
      user after
      end e
      s > check > c > x
      x > after : check = "no" and c = "ok"
      x >> e
      after > e`,
    calls: { inspection: called },
    script: `start => task check
      do check no => done check, task c/check
      do c/check ok => done c/check, task after`,
    path: 's check c c/s c/check c/x c/e x after',
  },
  {
    name: 'A terminate end in a called process ends that call only',
    drawing: `start s
      call c process=inner
      user a
      end e
      s > c > a > e`,
    calls: {
      inner: `start s
        and f
        user a
        user b
        end e
        end t terminate
        s > f
        f > a > t
        f > b > e`,
    },
    script: `start => task c/a, task c/b
      do c/a done => done c/a, drop c/b, task a`,
    path: 's c c/s c/f c/a c/b c/t ~c/b a',
  },
  {
    name: 'A process called twice, one within the other, keeps its places apart',
    drawing: `start s
      call c process=outer
      end e
      s > c > e`,
    calls: {
      outer: `start s
        call d process=inspection
        end e
        s > d > e`,
      inspection: called,
    },
    script: `start => task c/d/check
      do c/d/check ok => done c/d/check, completed e`,
    path: 's c c/s c/d c/d/s c/d/check c/d/x c/d/e c/e e',
  },
])
