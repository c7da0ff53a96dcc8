import { table } from './table.ts'

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
