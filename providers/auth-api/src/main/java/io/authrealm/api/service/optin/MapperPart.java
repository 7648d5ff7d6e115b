package io.authrealm.api.service.optin;

import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.utils.RepresentationToModel;

/** What puts tenant, user and audience into the tokens of the API's client. */
final class MapperPart implements Part {

    static final String NAME = "mapper";

    private final Site site;

    MapperPart(Site site) {
        this.site = site;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Look look() {
        Optional<ClientModel> client = site.client();
        String type = site.mapper().getProtocolMapper();
        if (client.isEmpty()) {
            return new Look.Missing("The mapper of the type %s.".formatted(type));
        }
        if (!ClientPart.signsUsersIn(client.get())) {
            return new Look.Clash("The client does not fit, so it gets no mapper.");
        }
        Stream<ProtocolMapperModel> own = client.get().getProtocolMappersStream();
        Stream<ProtocolMapperModel> ofScopes =
                client.get().getClientScopes(true).values().stream()
                        .flatMap(scope -> scope.getProtocolMappersStream());
        return Stream.concat(own, ofScopes)
                        .anyMatch(mapper -> type.equals(mapper.getProtocolMapper()))
                ? new Look.Fits("The client has the mapper of the type %s.".formatted(type))
                : new Look.Missing("The mapper of the type %s.".formatted(type));
    }

    @Override
    public void make() {
        ClientModel client = site.client().orElseThrow();
        ProtocolMapperModel mapper =
                client.addProtocolMapper(RepresentationToModel.toModel(site.mapper()));
        site.made().add(NAME, client.getId() + ' ' + mapper.getId());
    }
}
