# 申诉复核：用本镇街的每一份访问，从头算出得分、区间和名次范围，与公布的数对照。
# 用法：电脑装有 Python 3.8 或更高版本，在本文件夹中运行  python 复核.py  。不联网，不需要装别的东西，约十秒。
# 本程序自成一体，没有用到发布排名的程序；各步的道理写在旁边，各列的含义见“说明.txt”。
import csv
import math
import random
import sys
from pathlib import Path

DRAWS, SEED = 20000, 2022  # 名次范围：模拟多少次、从哪里起；可以改了再算
if not sys.stdout.isatty():
    sys.stdout.reconfigure(encoding="utf-8")  # 结果存成文件时用 UTF-8


def table(name):  # 读一张表；用表格软件改过、另存过的，编码可能变为 GB18030，也能读
    data = Path(__file__).resolve().with_name(name).read_bytes()
    try:
        return list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    except UnicodeDecodeError:
        return list(csv.DictReader(data.decode("gb18030").splitlines()))


def add_up(codes, values):  # 分类合计：同一代码的数加在一起
    total = {}
    for code, value in zip(codes, values):
        total[code] = total.get(code, 0.0) + value
    return total


def farthest(pairs):  # 两列数最多相差几分之几
    return max(abs(ours / float(official) - 1) for ours, official in pairs)


def calibrate(base, sides, target, low, high):
    # 依次把每一方面（如性别）各类的权数合计按比例调到该类人口，反复多遍，直到各方面都符合；
    # 每一遍之后，权数与分层权数之比低于 low、高于 high 的拉回到界限上。
    weight = base
    for _ in range(1000):
        for codes in sides:
            total = add_up(codes, weight)
            weight = [w * target[c] / total[c] for w, c in zip(weight, codes)]
        weight = [min(max(w, low * b), high * b) for w, b in zip(weight, base)]
        if all(farthest((t, target[c]) for c, t in add_up(codes, weight).items()) < 1e-10 for codes in sides):
            break
    return weight


def fitted(u, base, sides):
    # 回归：用各类别去解释 u（最小二乘，以分层权数加权），得到每份访问的拟合值；重复的类别跳过。
    columns = sorted({c for codes in sides for c in codes})
    rows = [[float(c in own) for c in columns] + [v] for own, v in zip(zip(*sides), u)]
    size = len(columns)
    m = [[sum(d * x[i] * x[j] for d, x in zip(base, rows)) for j in range(size + 1)] for i in range(size)]
    least = 1e-9 * max(m[i][i] for i in range(size))
    used = []
    for i in range(size):  # 逐个消元
        if m[i][i] > least:
            used.append(i)
            m[i] = [value / m[i][i] for value in m[i]]
            for j in set(range(size)) - {i}:
                m[j] = [a - m[j][i] * b for a, b in zip(m[j], m[i])]
    return [sum(x[i] * m[i][size] for i in used) for x in rows]


def t_quantile(p, df):  # t 分布的 p 分位数：密度的面积用辛普森法算，位置用二分法找
    top = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)
    low, high = 0.0, 100.0
    for _ in range(60):
        t = (low + high) / 2
        heights = [top * (1 + (i * t / 400) ** 2 / df) ** (-(df + 1) / 2) for i in range(401)]
        area = t / 1200 * (heights[0] + 4 * sum(heights[1::2]) + 2 * sum(heights[2:-1:2]) + heights[400])
        low, high = (t, high) if 0.5 + area < p else (low, t)
    return low


def rank_ranges(score, se, own, together, confidence, official_draws):
    # 两个镇街的得分差除以它的标准误得 z。即使各镇街其实一样，z 也因抽样有大有小：照此模拟 DRAWS 次，每次取最大的 z；
    # 其中 95% 都不超过的数就是临界值，z 超过它才算“肯定在前”。认定一批后，只对其余的两两比较重算临界值，直到不再增加。
    # together 为真时各镇街的范围同时成立，否则只保证本镇街。模拟带有偶然性，所以按临界值偏低、居中、偏高各算一次。
    towns, stream, known, found = range(len(score)), random.Random(SEED), {}, []
    spread = {(j, k): math.hypot(se[j], se[k]) for j in towns for k in towns if j != k}
    errors = [[stream.gauss(0, s) for s in se] for _ in range(DRAWS)]
    chance = (
        3.29 * DRAWS * math.sqrt(confidence * (1 - confidence) * (1 / DRAWS + (official_draws and 1 / official_draws)))
    )
    for shift in (-chance, 0, chance):
        left = frozenset(pair for pair in spread if together or own in pair)
        above = set()  # 其中的 (j, k)：k 肯定在 j 之前
        while left:
            if left not in known:
                pairs = [(j, k, 1 / spread[j, k]) for j, k in sorted(left)]
                known[left] = sorted(max([(e[k] - e[j]) * s for j, k, s in pairs]) for e in errors)
            line = known[left][min(math.ceil(DRAWS * confidence + shift), DRAWS) - 1]
            more = {(j, k) for j, k in left if (score[k] - score[j]) / spread[j, k] > line}
            if not more:
                break
            above, left = above | more, left - more
        found.append((1 + sum(j == own for j, k in above), len(score) - sum(k == own for j, k in above)))
    return found


def rounded(value, places):  # 四舍五入到几位小数，写成文字
    return "{:.{}f}".format(math.floor(round(value * 10**places, 6) + 0.5) / 10**places, places)


wrong = []


def compare(what, official, ours, same):
    print("  {}：公布 {}，复核 {}　{}".format(what, official, ours, "一致" if same else "不一致"))
    wrong.extend([] if same else [what])


rule = {row["项目"]: row["取值"] for row in table("规则.csv")}
visits, towns = table("访问.csv"), [row for row in table("各镇街.csv") if row["参加排名"] == "是"]
own = [row["镇街"] for row in towns].index(rule["镇街"])
published, confidence = towns[own], float(rule["置信水平"]) / 100
print("{数据性质}{月份}{镇街}满意度得分复核（本材料{发放方式}）".format(**rule))

# 第一步　分层权数：一份访问代表本层多少人 ＝ 本层人口 ÷ 本层访问份数
stratum = [row["层"] for row in visits]
people = {row["层"]: float(row["层内人口"]) for row in visits}
count = add_up(stratum, [1] * len(visits))
base = [float(row["层内人口"]) / count[row["层"]] for row in visits]
gap = farthest((b, row["分层权数"]) for b, row in zip(base, visits))
compare("分层权数", "{}份".format(len(visits)), "最多相差 {:.0e}".format(gap), gap < 1e-6)

# 第二步　校准权数：使各类人的权数合计等于该类人口；某一方面不明的访问，保持它们在分层权数中所占的份额
group = {row.pop("校准组"): tuple(row.values()) for row in table("校准组.csv")}
sides = list(zip(*(group[row["校准组"]] for row in visits)))
target = {row["类别"]: float(row["成年人口"]) for row in table("人口.csv")}
for codes in sides:
    asked = add_up(codes, base)
    known = [c for c in asked if not c.endswith("不明")]
    share = sum(asked[c] for c in known) / sum(base)
    target.update({c: target[c] * share if c in known else sum(base) * (1 - share) for c in asked})
low, high = float(rule["权数比下限"]), float(rule["权数比上限"])
weight = calibrate(base, sides, target, 0, math.inf)
if not all(low * b <= w <= high * b for w, b in zip(weight, base)):
    weight = calibrate(base, sides, target, low, high)
gap = max([farthest((t, target[c]) for c, t in add_up(codes, weight).items()) for codes in sides] or [0])
compare("各类人口与权数合计", "相等", "最多相差 {:.0e}".format(gap), gap < 1e-6)
gap = farthest((w, row["校准权数"]) for w, row in zip(weight, visits))
compare("校准权数", "{}份".format(len(visits)), "最多相差 {:.0e}".format(gap), gap < 1e-6)

# 第三步　得分：作出评分的访问，按权数加权平均
value = [float(row["得分"]) if row["得分"] else None for row in visits]
total = sum(w for w, y in zip(weight, value) if y is not None)
score = sum(w * y for w, y in zip(weight, value) if y is not None) / total

# 第四步　标准误：每份访问离平均有多远（不计分的为零），减去城乡、性别、年龄能解释的部分，逐层求离差平方和。
# 回归会迁就每一份访问，剩下的部分偏小：迁就了多少（只有这一份为 1 时，它自己的拟合值），就除以 √(1－多少) 补回来。
u = [0.0 if y is None else (y - score) / total for y in value]
z = [w * a for w, a in zip(weight, u)]
if sides:
    kinds, pull = list(zip(base, *sides)), {}
    for i, kind in enumerate(kinds):
        if kind not in pull:  # 同一类别、同一权数的访问都一样，只算一次
            pull[kind] = fitted([float(j == i) for j in range(len(u))], base, sides)[i]
    explained = fitted(u, base, sides)
    z = [w * (a - b) / math.sqrt(1 - pull[kind]) for w, a, b, kind in zip(weight, u, explained, kinds)]
variance, freedom = 0.0, 0
for h in sorted({h for h, y in zip(stratum, value) if y is not None}):
    part = [a for a, s in zip(z, stratum) if s == h]
    n, mean = len(part), sum(part) / len(part)
    variance += (1 - n / people[h]) * n / (n - 1) * sum((a - mean) ** 2 for a in part)
    freedom += n - 1
se = math.sqrt(variance)

# 第五步　区间 ＝ 得分 ± t 分位数 × 标准误；都按公布的位数比较
half = t_quantile(0.5 + confidence / 2, freedom) * se
printed = {"得分": rounded(score, int(rule["得分小数位"])), "标准误": rounded(se, 6)}
printed.update({"区间下限": rounded(score - half, 2), "区间上限": rounded(score + half, 2)})
# 第六步　名次：得分（按公布的位数）比本镇街高的有几个，加一
printed["名次"] = str(1 + sum(float(row["得分"]) > float(printed["得分"]) for row in towns if row is not published))
for what, ours in printed.items():
    compare(what, published[what], ours, published[what] == ours)

# 第七步　名次范围：本镇街用上面算出的得分和标准误，其他镇街用公布的
scores, errors = ([float(row[what]) for row in towns] for what in ("未舍入得分", "标准误"))
scores[own], errors[own] = score, se
draws = int(rule["公布时抽取次数"])
ranges = rank_ranges(scores, errors, own, rule["名次范围"] == "同时成立", confidence, draws)
official, text = (int(published["最好名次"]), int(published["最差名次"])), "第{}—{}位".format
same = all(min(r[i] for r in ranges) <= official[i] <= max(r[i] for r in ranges) for i in (0, 1))
compare("名次范围", text(*official), text(*ranges[1]), same)
if len(set(ranges)) > 1:
    print("　　（有一端在临界处，随模拟的偶然性而变：{} 到 {} 都算一致）".format(text(*ranges[0]), text(*ranges[2])))
print("结论：" + ("有 {} 项不一致：{}".format(len(wrong), "、".join(wrong)) if wrong else "全部一致"))
sys.exit(1 if wrong else 0)
