import { table } from './table.ts'

table('Sub-processes', [
  {
    name: 'A sub-process is over when all in it is over',
    drawing: `start s
      sub part {
        start is
        and f
        user a
        user b
        end i1
        end i2
        is > f
        f > a > i1
        f > b > i2
      }
      user c
      end e
      s > part > c > e`,
    script: `start => task a, task b
      do a done => done a
      do b done => done b, task c
      do c done => done c, completed e`,
    path: 's part is f a b i1 i2 c e',
  },
  {
    name: 'A deadline on a sub-process takes away all that is open in it',
    drawing: `start s
      sub part {
        start is
        and f
        user a
        boundary soon on=a timer=P1D non
        sub inner {
          start iis
          service v
          end iie
          iis > v > iie
        }
        catch m message=paid
        end ie
        is > f
        f > a > ie
        f > inner > ie
        f > m > ie
        soon > ie
      }
      boundary late on=part timer=P5D
      end x
      end e
      s > part > e
      late > x`,
    script: `start => timer late 2026-03-06T04:00:00.000Z, task a, timer soon 2026-03-02T04:00:00.000Z, service v
      fire late => fired late, drop v, drop soon, drop a, completed x`,
    path: 's part is f a inner m iis v ~m ~v ~inner ~a ~part late x',
  },
  {
    name: 'A terminate end in a sub-process ends that sub-process only',
    drawing: `start s
      and f
      sub part {
        start is
        and g
        user a
        user b
        end ie
        end t terminate
        is > g
        g > a > t
        g > b > ie
      }
      user c
      user d
      end e
      s > f
      f > part > c > e
      f > d > e`,
    script: `start => task d, task a, task b
      do a done => done a, drop b, task c
      do d done => done d
      do c done => done c, completed e`,
    path: 's f part d is g a b t ~b c e e',
  },
  {
    name: 'A terminate end in the process ends everything, sub-processes included',
    drawing: `start s
      and f
      sub part {
        start is
        user a
        boundary late on=a timer=P5D
        end ie
        is > a > ie
        late > ie
      }
      user b
      end e
      end t terminate
      s > f
      f > part > e
      f > b > t`,
    script: `start => task b, task a, timer late 2026-03-06T04:00:00.000Z
      do b done => done b, drop late, drop a, terminated t`,
    path: 's f part b is a t ~a ~part',
  },
  {
    name: 'A sub-process that is done again starts afresh',
    drawing: `start s
      sub part {
        start is
        user a ok,back
        end ie
        is > a > ie
      }
      xor x
      end e
      s > part > x
      x > part : a = "back"
      x >> e`,
    script: `start => task a
      do a back => done a, task a
      do a ok => done a, completed e`,
    path: 's part is a ie x part is a ie x e',
  },
])

table('Event sub-processes', [
  {
    name: 'Ending a case from outside cuts off whatever runs, however deep',
    drawing: `start s
      sub part {
        start is
        sub inner {
          start iis
          user a
          boundary late on=a timer=P5D
          end iie
          iis > a > iie
          late > iie
        }
        end ie
        is > inner > ie
      }
      end e
      s > part > e
      esub ending {
        start stop message=end-case
        service tell
        end ended
        stop > tell > ended
      }`,
    script: `start => task a, timer late 2026-03-06T04:00:00.000Z
      message end-case => drop late, drop a, service tell
      message end-case =>
      do tell => done tell, completed ended`,
    path: 's part is inner iis a ~a ~inner ~part ending stop tell ended',
  },
  {
    name: 'An event sub-process beside the process may run several times at once, and the process waits for all',
    drawing: `start s
      user a
      end e
      s > a > e
      esub asking {
        start q message=question non
        user n
        end qe
        q > n > qe
      }`,
    script: `start => task a
      message question => task n
      message question => task n
      do a done => done a
      do n done => done n
      do n done => done n, completed qe`,
    path: 's a asking q n asking q n e qe qe',
  },
  {
    name: 'A signal starts an event sub-process and reaches a catch as well',
    drawing: `start s
      catch c signal=storm
      user a
      end e
      s > c > a > e
      esub note {
        start q signal=storm non
        service v
        end qe
        q > v > qe
      }`,
    script: `start =>
      signal storm => task a, service v`,
    path: 's c note a q v',
  },
  {
    name: 'A term over the whole process runs from its start and stops with its end',
    drawing: `start s
      user a
      end e
      s > a > e
      esub overdue {
        start t timer=P20D
        user n
        end oe
        t > n > oe
      }`,
    script: `start => timer t 2026-03-21T04:00:00.000Z, task a
      do a done => done a, drop t, completed e`,
    path: 's a e',
  },
  {
    name: 'A term over the whole process takes everything away when it is reached',
    drawing: `start s
      user a
      end e
      s > a > e
      esub overdue {
        start t timer=P20D
        user n
        end oe
        t > n > oe
      }`,
    script: `start => timer t 2026-03-21T04:00:00.000Z, task a
      fire t => fired t, drop a, task n
      do n done => done n, completed oe`,
    path: 's a ~a overdue t n oe',
  },
  {
    name: 'A reminder over a sub-process fires once beside it and is gone with it',
    drawing: `start s
      sub part {
        start is
        user a
        end ie
        is > a > ie
        esub reminder {
          start t timer=P3D non
          service v
          end te
          t > v > te
        }
      }
      end e
      s > part > e`,
    script: `start => timer t 2026-03-04T04:00:00.000Z, task a
      fire t => fired t, service v
      do v => done v
      do a done => done a, completed e`,
    path: 's part is a reminder t v te ie e',
  },
  {
    name: 'An event sub-process inside a sub-process takes over only that, and the deadline outside goes on',
    drawing: `start s
      and f
      sub part {
        start is
        user a
        end ie
        is > a > ie
        esub fix {
          start w signal=wrong
          user b
          end we
          w > b > we
        }
        esub slow {
          start t timer=P3D
          end te
          t > te
        }
      }
      boundary late on=part timer=P9D
      user c
      user d
      end x
      end e
      s > f
      f > part > c > e
      f > d > e
      late > x`,
    script: `start => timer t 2026-03-04T04:00:00.000Z, timer late 2026-03-10T04:00:00.000Z, task d, task a
      signal wrong => drop a, drop t, task b
      do b done => done b, drop late, task c`,
    path: 's f part d is a ~a fix w b we c',
  },
  {
    name: 'A deadline outside ends an event sub-process that has taken over',
    drawing: `start s
      sub part {
        start is
        user a
        end ie
        is > a > ie
        esub fix {
          start w signal=wrong
          user b
          end we
          w > b > we
        }
      }
      boundary late on=part timer=P9D
      end x
      end e
      s > part > e
      late > x`,
    script: `start => timer late 2026-03-10T04:00:00.000Z, task a
      signal wrong => drop a, task b
      fire late => fired late, drop b, completed x`,
    path: 's part is a ~a fix w b ~b ~fix ~part late x',
  },
  {
    name: 'A terminate end in an event sub-process ends only that one',
    drawing: `start s
      user a
      end e
      s > a > e
      esub asking {
        start q message=question non
        and g
        user n
        user m
        end t terminate
        end qe
        q > g
        g > n > t
        g > m > qe
      }`,
    script: `start => task a
      message question => task n, task m
      do n done => done n, drop m
      do a done => done a, completed e`,
    path: 's a asking q g n m t ~m e',
  },
])

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
