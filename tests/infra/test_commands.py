"""What commands look for in a deployed stack is there."""

from adapters.settings import Settings
from daybook.deployment import METERING, TABLE_OUTPUT
from tests.support.template import Template


def test_an_output_names_the_table_as_functions_know_it(direct: Template) -> None:
    _, purge = direct.function("functions.purge.handler")
    assert direct.outputs[TABLE_OUTPUT]["Value"] == purge["Environment"]["Variables"][Settings.TABLE]


def test_the_worker_that_meters_owners_is_found_by_its_name(direct: Template) -> None:
    name, worker = direct.function("functions.meter_owners.handler")
    assert name == METERING
    assert {Settings.USAGE_KEY_PREFIX, Settings.USAGE_PLANS} <= set(worker["Environment"]["Variables"])


def test_every_queue_is_one_of_dead_letters(direct: Template) -> None:
    mappings = direct.of_type("Lambda::EventSourceMapping").values()
    failed = {one["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0] for one in mappings}
    assert set(direct.of_type("SQS::Queue")) == failed
