-- Protects the ranking table: every month lists every town once, and ranks lie within their own bounds.
-- 说明：排名表缺少镇街，或名次超出可信范围
select strftime(month, '%Y-%m') as month, count(*) as town_count, count(distinct town_code) as distinct_count
from mart.town_ranking
group by month
having count(*) <> (select count(*) from reference.town) or count(*) <> count(distinct town_code)
    or bool_or(point_rank not between rank_best and rank_worst) or bool_or(rank_worst > ranked_count)
