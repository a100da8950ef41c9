-- Protects every rate: 0 <= numerator <= denominator.
-- 说明：有比率的分子大于分母
select month, scope, scope_code, indicator, numerator, denominator
from mart.indicator
where numerator < 0 or numerator > denominator
