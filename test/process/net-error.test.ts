import { table } from './table.ts'

table('Errors', [
  {
    name: 'An error of a service is taken by its own boundary before the one for all errors',
    drawing: `start s
      service v
      boundary all on=v error=
      boundary one on=v error=NO_PAPER
      user b
      user c
      end e
      s > v > e
      all > b > e
      one > c > e`,
    script: `start => service v
      fail v NO_PAPER => failed v, task c`,
    path: 's v ~v one c',
  },
  {
    name: 'An error without a boundary of its own is taken by the one for all errors',
    drawing: `start s
      service v
      boundary all on=v error=
      boundary one on=v error=NO_PAPER
      user b
      user c
      end e
      s > v > e
      all > b > e
      one > c > e`,
    script: `start => service v
      fail v OTHER => failed v, task b`,
    path: 's v ~v all b',
  },
  {
    name: 'An error of a service starts the event sub-process for it and cuts off the rest',
    drawing: `start s
      and f
      service v
      user a
      end e
      s > f
      f > v > e
      f > a > e
      esub repair {
        start er error=E1
        user r
        end re
        er > r > re
      }`,
    script: `start => service v, task a
      fail v E1 => failed v, drop a, task r
      do r done => done r, completed re`,
    path: 's f v a ~a ~v repair er r re',
  },
  {
    name: 'An error end event leaves its sub-process by the boundary, and what ran beside it is cut off',
    drawing: `start s
      sub part {
        start is
        and f
        user a
        user b
        end bad error=E1
        end ie
        is > f
        f > a > bad
        f > b > ie
      }
      boundary caught on=part error=E1
      user fix
      end e
      s > part > e
      caught > fix > e`,
    script: `start => task a, task b
      do a done => done a, drop b, task fix
      do fix done => done fix, completed e`,
    path: 's part is f a b bad ~b ~part caught fix e',
  },
  {
    name: 'An error end event as the last token ends the process with that error',
    drawing: `start s
      user a
      end bad error=REFUSED
      s > a > bad`,
    script: `start => task a
      do a done => done a, error bad REFUSED`,
    path: 's a bad',
  },
  {
    name: 'An error end event that nobody catches ends all other branches too',
    drawing: `start s
      and f
      user a
      user b
      boundary late on=b timer=P1D
      end bad error=REFUSED
      end e
      s > f
      f > a > bad
      f > b > e
      late > e`,
    script: `start => task a, task b, timer late 2026-03-02T04:00:00.000Z
      do a done => done a, drop late, drop b, error bad REFUSED`,
    path: 's f a b bad ~b',
  },
  {
    name: 'An error passes through a sub-process that does not know it',
    drawing: `start s
      sub outer {
        start os
        sub inner {
          start is
          service v
          end ie
          is > v > ie
        }
        boundary wrong on=inner error=OTHER
        end oe
        os > inner > oe
        wrong > oe
      }
      boundary caught on=outer error=E1
      end x
      end e
      s > outer > e
      caught > x`,
    script: `start => service v
      fail v E1 => failed v, completed x`,
    path: 's outer os inner is v ~v ~inner ~outer caught x',
  },
  {
    name: 'An error event sub-process that throws the error again hands it to the boundary outside, not to itself',
    drawing: `start s
      sub part {
        start is
        service v
        end ie
        is > v > ie
        esub repair {
          start er error=E1
          service log
          end again error=E1
          er > log > again
        }
      }
      boundary caught on=part error=E1
      end x
      end e
      s > part > e
      caught > x`,
    script: `start => service v
      fail v E1 => failed v, service log
      do log => done log, completed x`,
    path: 's part is v ~v repair er log again ~repair ~part caught x',
  },
  {
    name: 'An error inside an event sub-process beside the work is taken by the error event sub-process there',
    drawing: `start s
      user a
      end e
      s > a > e
      esub asking {
        start q message=question non
        service v
        end qe
        q > v > qe
      }
      esub repair {
        start er error=
        user r
        end re
        er > r > re
      }`,
    script: `start => task a
      message question => service v
      fail v E9 => failed v, drop a, task r`,
    path: 's a asking q v ~v ~asking ~a repair er r',
  },
  {
    name: 'An error that nobody catches stops only its service, which can be run again',
    drawing: `start s
      and f
      service v
      boundary other on=v error=OTHER
      user a
      end e
      s > f
      f > v > e
      f > a > e
      other > e`,
    script: `start => service v, task a
      fail v E1 => incident v E1
      do a done => done a
      retry v => retried v!, service v
      do v => done v, completed e`,
    path: 's f v a e e',
  },
])
