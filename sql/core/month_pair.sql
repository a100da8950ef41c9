-- grain: one row per (month, earlier month it is compared with)
-- Every month is compared with the one before and with the same month of the year before; other pairs are added when
-- somebody asks for them.
select month.month, prior.month as prior_month
from core.month
inner join core.month as prior
    on prior.month in (month.month - interval 1 month, month.month - interval 12 month)
