-- grain: one row per setting of the assessment scheme and of the issuing bureau
-- 说明：测评办法与发文要素（data/reference/scheme.toml、issuer.toml）
-- @part 分组
-- @setting 项目
-- @value 取值
select part, setting, value from reference.scheme
union all
select 'issuer', setting, value from reference.issuer
