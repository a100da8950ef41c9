"""The flows as Prefect knows them: the same functions, observed. prefect.yaml and `minyi run` start them here."""

from prefect import flow

from flows import monthly as story

monthly = flow(name="monthly", persist_result=False)(story.monthly)
