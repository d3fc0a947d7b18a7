"""A name of the direct door's own, if the deployer has one."""

from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as targets
from constructs import Construct

from infra.choices import Domain


class DomainName(Construct):
    """The name, led to a stage; `target` is what a CNAME must lead to where Route 53 is not asked to."""

    def __init__(self, scope: Construct, name: str, *, domain: Domain, stage: apigateway.Stage) -> None:
        super().__init__(scope, name)
        made = apigateway.DomainName(
            self,
            "Name",
            domain_name=domain.name,
            certificate=acm.Certificate.from_certificate_arn(self, "Certificate", domain.certificate_arn),
            endpoint_type=apigateway.EndpointType.REGIONAL,
            security_policy=apigateway.SecurityPolicy.TLS_1_2,
        )
        made.add_base_path_mapping(stage.rest_api, stage=stage)
        self.target = made.domain_name_alias_domain_name
        if domain.hosted_zone_id:
            self._record(domain, made)

    def _record(self, domain: Domain, made: apigateway.DomainName) -> None:
        zone = route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id=domain.hosted_zone_id, zone_name=domain.hosted_zone_name
        )
        to = route53.RecordTarget.from_alias(targets.ApiGatewayDomain(made))
        for kind in (route53.ARecord, route53.AaaaRecord):
            kind(self, kind.__name__, zone=zone, record_name=f"{domain.name}.", target=to)
