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
    name: 'A terminate end also stops what was just about to begin',
    drawing: `start s
      sub part {
        start is
        and g
        end t terminate
        user a
        end ie
        is > g
        g > t
        g > a > ie
      }
      user b
      end e
      s > part > b > e`,
    script: 'start => task b',
    path: 's part is g t b',
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
