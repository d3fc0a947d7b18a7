"""Both doors: their routes, who guards them, and what is remembered of callers."""

from typing import Any

import pytest

from adapters.http.doors import DIRECT, RAPIDAPI, Door
from adapters.http.endpoints import ENDPOINTS, Endpoint
from adapters.http.markers import BINARY
from adapters.settings import Settings
from tests.support.template import Template, flat

every_row = pytest.mark.parametrize("row", ENDPOINTS, ids=lambda row: row.name)


@every_row
def test_every_row_has_a_route_to_its_function_at_each_door_that_leads_to_it(both: Template, row: Endpoint) -> None:
    here = [one for one in both.methods() if (one.properties["HttpMethod"], one.path) == (row.method, row.path)]
    assert len({one.api for one in here}) == len(here) == (2 if RAPIDAPI.leads_to(row) else 1)
    assert {one.function for one in here} == {both.function_of(row)[0]}
    assert {one.properties["OperationName"] for one in here} == {row.name}


def test_there_are_no_routes_but_the_rows(direct: Template) -> None:
    assert len(list(direct.methods())) == len(ENDPOINTS)


@every_row
def test_only_public_rows_have_no_authorizer(both: Template, row: Endpoint) -> None:
    authorizers = both.of_type("ApiGateway::Authorizer")
    for one in both.methods():
        if (one.properties["HttpMethod"], one.path) != (row.method, row.path):
            continue
        if row.access.public:
            assert one.properties["AuthorizationType"] == "NONE"
            assert "AuthorizerId" not in one.properties
        else:
            assert one.properties["AuthorizationType"] == "CUSTOM"
            assert authorizers[one.properties["AuthorizerId"]["Ref"]]["RestApiId"] == {"Ref": one.api}


def test_each_door_calls_functions_in_one_role_that_may_do_nothing_else(both: Template) -> None:
    for authorizer in both.of_type("ApiGateway::Authorizer").values():
        here = [one for one in both.methods() if one.api == authorizer["RestApiId"]["Ref"]]
        (name,) = {one.properties["Integration"]["Credentials"]["Fn::GetAtt"][0] for one in here}
        assert authorizer["AuthorizerCredentials"] == {"Fn::GetAtt": [name, "Arn"]}
        role = both.of_type("IAM::Role")[name]
        (trusted,) = role["AssumeRolePolicyDocument"]["Statement"]
        assert trusted["Principal"] == {"Service": "apigateway.amazonaws.com"}
        (statement,) = (one for policy in role["Policies"] for one in policy["PolicyDocument"]["Statement"])
        assert statement["Action"] == "lambda:InvokeFunction"
        assert flat(statement["Resource"]).endswith(":function:Both-*")
    for one in both.methods():
        assert one.properties["Integration"]["Type"] == "AWS_PROXY"
        assert one.properties["Integration"]["IntegrationHttpMethod"] == "POST"
    assert not both.of_type("Lambda::Permission")


@pytest.mark.parametrize("door", [DIRECT, RAPIDAPI], ids=lambda door: door.name)
def test_an_answer_of_the_authorizer_is_remembered_for_the_headers_of_its_door_only(both: Template, door: Door) -> None:
    (api,) = (stage["RestApiId"]["Ref"] for stage in _stages(both) if stage["Variables"] == {"door": door.name})
    (authorizer,) = (one for one in both.of_type("ApiGateway::Authorizer").values() if one["RestApiId"] == {"Ref": api})
    assert authorizer["Type"] == "REQUEST"
    assert authorizer["IdentitySource"] == ",".join(f"method.request.header.{name}" for name in door.headers)
    assert authorizer["AuthorizerResultTtlInSeconds"] == 50


def test_the_rapidapi_door_is_there_only_if_switched_on(direct: Template, both: Template) -> None:
    assert {stage["Variables"]["door"] for stage in _stages(direct)} == {"direct"}
    assert {stage["Variables"]["door"] for stage in _stages(both)} == {"direct", "rapidapi"}


def test_a_revoked_credential_works_no_longer_than_the_two_caches_together(direct: Template) -> None:
    environment = direct.function("functions.authorizer.handler")[1]["Environment"]["Variables"]
    gateway = direct.one("ApiGateway::Authorizer")["AuthorizerResultTtlInSeconds"]
    assert gateway + int(environment[Settings.CREDENTIAL_CACHE_SECONDS]) == 60


def test_each_api_is_throttled_and_compresses(both: Template) -> None:
    for stage in _stages(both):
        (settings,) = stage["MethodSettings"]
        assert settings["ThrottlingRateLimit"] == 100
        assert settings["ThrottlingBurstLimit"] == 200
    assert {tuple(api["BinaryMediaTypes"]) for api in both.of_type("ApiGateway::RestApi").values()} == {(BINARY,)}
    assert {api["MinimumCompressionSize"] for api in both.of_type("ApiGateway::RestApi").values()} == {1024}


def test_pages_of_a_configured_site_may_call_the_direct_door_alone(direct: Template, both: Template) -> None:
    assert not list(direct.preflights())
    assert {one.path for one in both.preflights()} == {row.path for row in ENDPOINTS}
    assert {one.api for one in both.preflights()} == {one.api for one in both.methods() if "admin" in one.path}
    for name, response in both.of_type("ApiGateway::GatewayResponse").items():
        headers = response["ResponseParameters"]
        allowed = headers.get("gatewayresponse.header.Access-Control-Allow-Origin")
        assert allowed == ("'https://app.example.org'" if name.startswith("Direct") else None)
        assert headers["gatewayresponse.header.X-Content-Type-Options"] == "'nosniff'"


def test_outputs_tell_where_to_go(direct: Template, both: Template) -> None:
    commands = {"MakeTheFirstKey", "ReplayDeadLetters"}
    assert set(direct.outputs) == {"DirectUrl", "TableName", *commands}
    assert set(both.outputs) == {*direct.outputs, "RapidapiUrl", "DomainTarget"}
    for name in commands:
        assert flat(direct.outputs[name]["Value"]).endswith(" --stack Direct --region <AWS::Region>")


def _stages(template: Template) -> list[dict[str, Any]]:
    return list(template.of_type("ApiGateway::Stage").values())
