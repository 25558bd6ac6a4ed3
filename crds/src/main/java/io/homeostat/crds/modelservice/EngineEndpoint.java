package io.homeostat.crds.modelservice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.common.Patterns;

/** An OpenAI-compatible API that somebody else runs: Ollama, or a hosted one. */
@ApiType
public record EngineEndpoint(
    @Required
        @Size(max = 512)
        @Pattern(Patterns.URL)
        @JsonPropertyDescription(
            "Base address, to which /chat/completions is appended, such as"
                + " https://api.example.com/v1 or http://ollama:11434/v1.")
        String url,
    @Required
        @Size(min = 1, max = 128)
        @JsonPropertyDescription("Name of the model there; another one is another release.")
        String model,
    @JsonPropertyDescription(
            "Secret key that holds the API key. Gateway and operator may read only Secrets that the"
                + " chart's engineCredentialSecrets names. Default: no key is sent.")
        KeyRef credentialsSecretRef,
    @Size(max = 16384)
        @Pattern("^-----BEGIN CERTIFICATE-----")
        @JsonPropertyDescription(
            "Certificates (PEM) that the endpoint's certificate must lead to. Default: the public"
                + " ones.")
        String caCertificate) {}
