-- grain: one row per (month, part, setting): of the assessment scheme or of the issuing bureau
-- 说明：各月适用的测评办法与发文要素（data/reference/scheme.toml、issuer.toml）
-- @month 月份（该月一日）
-- @part 分组
-- @setting 项目
-- @value 取值
select month, part, setting, value from reference.assessment
union all
select month.month, scheme.part, scheme.setting, scheme.value from core.month cross join reference.scheme
union all
select month.month, 'issuer', issuer.setting, issuer.value from core.month cross join reference.issuer
