-- grain: one row per month for which a list of households to be visited holds: the newest one up to it
-- Before the first list nothing can be compared.
select month.month, max(list_month.month) as list_month
from staging.month as month
inner join (select distinct month from staging.household) as list_month on list_month.month <= month.month
group by month.month
