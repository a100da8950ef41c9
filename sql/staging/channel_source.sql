-- grain: one row per channel of the hotline's table: as which source the ledger names a problem that came by it
-- The two lists of vocabulary.csv share words: 来访 is a channel and a source.
select channel.value as channel, min(problem_source.value) as problem_source
from staging.word as channel
inner join staging.word as problem_source
    on problem_source.list = 'problem_source' and problem_source.word = channel.word
where channel.list = 'channel'
group by channel.value
