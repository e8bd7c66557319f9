package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.AwsEvents;
import dev.glint.testing.LambdaFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Lambda templates agree with the application. {@code cfn-lint} checks whether AWS accepts them. */
class LambdaTemplatesTest {

    @Test
    void templateExportsEachFunctionOnce() {
        List<JsonNode> functions = functions("template");
        Set<String> exports = new TreeSet<>();
        functions.forEach(function -> exports.add(environment(function).get("QUARKUS_FUNQY_EXPORT")));
        assertEquals(ApplicationClasses.functions(), exports);
        assertEquals(exports.size(), functions.size());
    }

    @Test
    void functionsHaveThePoliciesOfThePolicyFiles() {
        functions("template").forEach(function -> {
            String name = environment(function).get("QUARKUS_FUNQY_EXPORT");
            assertEquals(Policy.grants(Policy.read(name)), grants(function.at("/Policies/0")), name);
        });
        assertEquals(
                Policy.grants(Policy.read("policy")),
                grants(functions("http-api").get(0).at("/Policies/0")));
    }

    @Test
    void addMayReadTheBucketThatItIsAllowedToCopyFrom() {
        JsonNode add = DeployFiles.yaml("lambda/template.yaml").get(0).at("/Resources/Add/Properties");
        assertEquals(
                "UploadBucket",
                add.at("/Environment/Variables/S3_STORE_ALLOWED_BUCKETS/1").asText());
        assertEquals(
                Set.of(
                        "s3:GetObject on arn:aws:s3:::${UploadBucket}/*",
                        "s3:ListBucket on arn:aws:s3:::${UploadBucket}"),
                grants(add.at("/Policies/1/1")));
    }

    /** Only they have something to tell. */
    @ParameterizedTest
    @CsvSource({"Add, 2, false", "Delete, 1, true"})
    void eventBusIsToldByThoseWhoMay(String function, int policy, boolean notes) {
        JsonNode root = DeployFiles.yaml("lambda/template.yaml").get(0);
        assertEquals(
                "[\"HasEventBus\",\"EventBus\",\"AWS::NoValue\"]",
                root.at("/Globals/Function/Environment/Variables/GLINT_EVENTS_SINK")
                        .toString());
        Set<String> grants = new TreeSet<>(Set.of("events:PutEvents on EventBus"));
        if (notes) {
            grants.add("s3:PutObject on arn:aws:s3:::BUCKET/.glint/deletion/*");
        }
        JsonNode policies = root.at("/Resources/" + function + "/Properties/Policies");
        assertEquals(grants, grants(policies.path(policy).path(1)));
    }

    /** Only what the application takes is sent to it: what S3 tells of new objects. */
    @ParameterizedTest
    @CsvSource({"Uploads, UploadBucket", "DirectUploads, ImageBucket"})
    void rulesOfEventBridgeCallAdd(String rule, String bucket) {
        JsonNode resources = DeployFiles.yaml("lambda/template.yaml").get(0).path("Resources");
        JsonNode properties = resources.path(rule).path("Properties");
        assertEquals("Add.Arn", properties.at("/Targets/0/Arn").asText());
        JsonNode pattern = properties.path("EventPattern");
        ObjectNode event = AwsEvents.objectCreated("e-1", bucket, "img", 3);
        assertEquals(event.path("source"), pattern.at("/source/0"));
        assertEquals(event.path("detail-type"), pattern.at("/detail-type/0"));
        assertEquals(event.at("/detail/bucket/name"), pattern.at("/detail/bucket/name/0"));
        JsonNode reason = pattern.at("/detail/reason/0");
        assertTrue(reason.isMissingNode() || reason.equals(event.at("/detail/reason")), reason::toString);
        JsonNode permission = resources.path(rule + "MayCallAdd").path("Properties");
        assertEquals(rule + ".Arn", permission.path("SourceArn").asText());
        assertEquals("Add", permission.path("FunctionName").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"template", "http-api"})
    void functionTimeoutsExceedTheDeadlineOfS3(String template) {
        functions(template).forEach(function -> {
            Duration deadline = Environment.read(environment(function)).getValue("s3.store.deadline", Duration.class);
            assertTrue(function.path("Timeout").asInt() > deadline.toSeconds() + 5, "seconds to answer in");
        });
    }

    @ParameterizedTest
    @CsvSource({"template, lambda-events", "http-api, lambda"})
    void functionsUseTheArchiveAndHandlerOfTheirProfile(String template, String profile) {
        functions(template).forEach(function -> {
            assertEquals(
                    "../../target/" + profile + "/function.zip",
                    function.path("CodeUri").asText());
            assertEquals(LambdaFunction.HANDLER, function.path("Handler").asText());
        });
    }

    @Test
    void httpApiBringsCallsAndEvents() {
        Set<String> paths = new TreeSet<>();
        functions("http-api")
                .get(0)
                .path("Events")
                .forEach(event -> paths.add(event.at("/Properties/Path").asText()));
        assertEquals(Set.of("/", "/{proxy+}"), paths);
    }

    /** Without this setting Lambda would also delete the failed messages of a batch. */
    @Test
    void queueSettingsReportFailedMessages() {
        JsonNode queue = DeployFiles.yaml("lambda/template.yaml").get(0).at("/Resources/Add/Properties/Events/Queue");
        assertEquals(
                "[\"ReportBatchItemFailures\"]",
                queue.at("/Properties/FunctionResponseTypes").toString());
    }

    /** The properties of each function of a template, with the shared ones. */
    private static List<JsonNode> functions(String template) {
        JsonNode root = DeployFiles.yaml("lambda/" + template + ".yaml").get(0);
        return root.path("Resources")
                .valueStream()
                .filter(resource -> resource.path("Type").asText().equals("AWS::Serverless::Function"))
                .map(function -> merge(root.at("/Globals/Function"), function.path("Properties")))
                .toList();
    }

    private static JsonNode merge(JsonNode shared, JsonNode own) {
        try {
            return new ObjectMapper().readerForUpdating(shared.deepCopy()).readValue(own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The environment variables of a function; {@code x} replaces values that only AWS knows. */
    private static Map<String, String> environment(JsonNode function) {
        Map<String, String> variables = new TreeMap<>();
        function.at("/Environment/Variables")
                .properties()
                .forEach(variable -> variables.put(
                        variable.getKey(), variable.getValue().asText("x").replaceAll("\\$\\{[^}]*}", "x")));
        return variables;
    }

    private static Set<String> grants(JsonNode policy) {
        String named = policy.toString().replace("${AWS::Partition}", "aws").replace("${ImageBucket}", "BUCKET");
        return Policy.grants(DeployFiles.json(named));
    }
}
