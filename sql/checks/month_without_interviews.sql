-- Protects the ranking: a month to be published has interviews enough to rank at least two towns.
-- 说明：本月没有足够的有效访问，不能排名
select strftime(requested_month.month, '%Y-%m') as month, count(ranking.point_rank) as ranked_towns
from requested_month
left join mart.town_ranking as ranking using (month)
group by requested_month.month
having count(ranking.point_rank) < 2
