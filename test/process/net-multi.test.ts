import { table } from './table.ts'

table('Multi-instance activities', [
  {
    name: 'A joint review asks everyone at once and goes on when all have answered',
    drawing: `start s
      user r ok,no multi=reviewers
      xor x
      user fix
      end e
      s > r > x
      x > fix : list contains(r, "no")
      x >> e
      fix > e`,
    script: `start reviewers=["规划","消防"] => task r(规划), task r(消防)
      do r#3 ok => done r
      do r#2 ok => done r, completed e`,
    path: 's r x e',
  },
  {
    name: 'One refusal among the answers of a joint review is seen, whoever answered last',
    drawing: `start s
      user r ok,no multi=reviewers
      xor x
      user fix
      end e
      s > r > x
      x > fix : list contains(r, "no")
      x >> e
      fix > e`,
    script: `start reviewers=["规划","消防"] => task r(规划), task r(消防)
      do r no => done r
      do r ok => done r, task fix`,
    path: 's r x fix',
  },
  {
    name: 'A joint review in turn asks the next one after the answer of the one before',
    drawing: `start s
      user r ok,no multi=reviewers seq
      xor x
      user fix
      end e
      s > r > x
      x > fix : outcome = "no"
      x >> e
      fix > e`,
    script: `start reviewers=["甲","乙","丙"] => task r(甲)
      do r ok => done r, task r(乙)
      do r ok => done r, task r(丙)
      do r no => done r, task fix`,
    path: 's r x fix',
  },
  {
    name: 'A joint review is over when enough have answered; the others are asked no longer',
    drawing: `start s
      user r ok,no multi=reviewers until="numberOfCompletedInstances >= 2"
      xor x
      end e
      end n
      s > r > x
      x > n : outcome = "no"
      x >> e`,
    script: `start reviewers=["甲","乙","丙"] => task r(甲), task r(乙), task r(丙)
      do r ok => done r
      do r#3 ok => done r, drop r, completed e`,
    path: 's r x e',
  },
  {
    name: 'The first refusal ends a joint review in turn',
    drawing: `start s
      user r ok,no multi=reviewers seq until=outcome="no"
      end e
      s > r > e`,
    script: `start reviewers=["甲","乙","丙"] => task r(甲)
      do r ok => done r, task r(乙)
      do r no => done r, completed e`,
    path: 's r e',
  },
  {
    name: 'A share of the answers may be enough',
    drawing: `start s
      user r multi=reviewers until="numberOfCompletedInstances / numberOfInstances >= 0.5"
      end e
      s > r > e`,
    script: `start reviewers=[1,2,3,4] => task r(1), task r(2), task r(3), task r(4)
      do r done => done r
      do r done => done r, drop r, drop r, completed e`,
    path: 's r e',
  },
  {
    name: 'Nobody to ask: the review is passed over',
    drawing: `start s
      user r multi=reviewers
      boundary late on=r timer=P1D
      end x
      end e
      s > r > e
      late > x`,
    script: 'start reviewers=[] => timer late 2026-03-02T04:00:00.000Z, drop late, completed e',
    path: 's r e',
  },
  {
    name: 'A deadline on a joint review runs once and takes all questions away',
    drawing: `start s
      user r multi=reviewers
      boundary late on=r timer=P1D
      end x
      end e
      s > r > e
      late > x`,
    script: `start reviewers=["甲","乙","丙"] => timer late 2026-03-02T04:00:00.000Z, task r(甲), task r(乙), task r(丙)
      do r done => done r
      fire late => fired late, drop r, drop r, completed x`,
    path: 's r ~r late x',
  },
  {
    name: 'A withdrawal takes a whole joint review away, not one question',
    drawing: `start s
      user r multi=reviewers
      boundary back on=r message=withdraw
      user b
      end e
      s > r > e
      back > b > e`,
    script: `start reviewers=["甲","乙"] => task r(甲), task r(乙)
      message withdraw => drop r, drop r, task b`,
    path: 's r ~r back b',
  },
  {
    name: 'A reminder on a joint review comes once, not once for each',
    drawing: `start s
      user r multi=reviewers
      boundary note on=r signal=hurry non
      service tell
      end x
      end e
      s > r > e
      note > tell > x`,
    script: `start reviewers=["甲","乙"] => task r(甲), task r(乙)
      signal hurry => service tell`,
    path: 's r note tell',
  },
  {
    name: 'Each run of a repeated sub-process decides by its own answers',
    drawing: `start s
      sub part multi=places {
        start is
        user look ok,no
        user write
        xor x
        user fix
        end ie
        is > look > write > x
        x > fix : look = "no" and item != "丙"
        x >> ie
        fix > ie
      }
      end e
      s > part > e`,
    script: `start places=["甲","乙"] => task look(甲), task look(乙)
      do look no => done look, task write(甲)
      do look ok => done look, task write(乙)
      do write done => done write, task fix(甲)
      do write done => done write
      do fix done => done fix, completed e`,
    path: 's part is is look look write write x fix x ie ie e',
  },
  {
    name: 'Facts given within a repeated sub-process stay apart, and the last one is also the process own',
    drawing: `start s
      sub part multi=places {
        start is
        service measure
        user write
        xor x
        user fix
        end ie
        is > measure > write > x
        x > fix : size > 10
        x >> ie
        fix > ie
      }
      xor y
      user big
      end e
      s > part > y
      y > big : size > 10
      y >> e
      big > e`,
    script: `start places=[1,2] => service measure(1), service measure(2)
      do measure size=20 => done measure, task write(1)
      do measure size=5 => done measure, task write(2)
      do write done => done write, task fix(1)
      do write done => done write
      do fix done => done fix, completed e`,
    path: 's part is is measure measure write write x fix x ie ie y e',
  },
  {
    name: 'A terminate end in one run of a repeated sub-process leaves the other runs alone',
    drawing: `start s
      sub part multi=places {
        start is
        and f
        user a
        user b
        end t terminate
        end ie
        is > f
        f > a > t
        f > b > ie
      }
      end e
      s > part > e`,
    script: `start places=[1,2] => task a(1), task b(1), task a(2), task b(2)
      do a done => done a, drop b
      do a done => done a, drop b, completed e`,
    path: 's part is is f f a b a b t ~b t ~b e',
  },
  {
    name: 'An error in one of many services ends them all at the boundary',
    drawing: `start s
      service v multi=places
      boundary bad on=v error=E1
      end x
      end e
      s > v > e
      bad > x`,
    script: `start places=[1,2,3] => service v(1), service v(2), service v(3)
      do v => done v
      fail v E1 => failed v, drop v, completed x`,
    path: 's v ~v bad x',
  },
])
