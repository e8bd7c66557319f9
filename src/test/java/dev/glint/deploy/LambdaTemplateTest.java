package dev.glint.deploy;

import static dev.glint.deploy.Template.FUNCTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LambdaTemplateTest {

    private static final Map<String, String> LEAST = Map.of("ImageBucket", "BUCKET");
    private static final Map<String, String> WITH_UPLOADS =
            Map.of("ImageBucket", "BUCKET", "UploadBucket", "uploads", "AlarmTopic", "arn:aws:sns:eu-west-1:1:alarms");

    private final Template template = read("template", LEAST);

    @Test
    void hasAFunctionForEach() {
        assertEquals(Functions.names(), byExport(template).keySet());
    }

    @Test
    void mayDoExactlyWhatEachFunctionDoes() {
        byExport(template)
                .forEach((name, function) ->
                        assertEquals(List.of(policy("iam/" + name + ".json").grants()), grants(function), name));
        JsonNode all = read("http-api", LEAST).all(FUNCTION).get("Glint");
        assertEquals(List.of(policy("iam/policy.json").grants()), grants(all));
    }

    @Test
    void readsUploadsOnlyWhereThereAreSome() {
        assertEquals(Map.of(), template.all("AWS::Events::Rule"));
        assertEquals(Map.of(), template.all("AWS::Lambda::Permission"));
        Template uploads = read("template", WITH_UPLOADS);
        JsonNode add = byExport(uploads).get("add");
        assertEquals(
                Set.of("s3:GetObject on arn:aws:s3:::uploads/*"), grants(add).get(1));
        assertEquals("uploads", Template.environment(add).get("S3_STORE_ALLOWED_BUCKETS"));
        JsonNode rule = uploads.all("AWS::Events::Rule").get("Uploads");
        assertEquals(
                "[\"uploads\"]", rule.at("/EventPattern/detail/bucket/name").toString());
        assertEquals("Add.Arn", rule.at("/Targets/0/Arn").asText());
        JsonNode permission = uploads.all("AWS::Lambda::Permission").get("UploadsMayCallAdd");
        assertEquals("Add", permission.get("FunctionName").asText());
        assertEquals("Uploads.Arn", permission.get("SourceArn").asText());
    }

    @Test
    void asksCallersWhoTheyAre() {
        byExport(template)
                .values()
                .forEach(function -> assertEquals(
                        "AWS_IAM", function.at("/FunctionUrlConfig/AuthType").asText()));
        Template api = read("http-api", LEAST);
        assertEquals(Set.of("Api"), api.all("AWS::Serverless::HttpApi").keySet());
        assertFalse(api.all(FUNCTION).get("Glint").has("FunctionUrlConfig"));
    }

    @Test
    void keepsARequestUntilItIsDoneOrLookedAt() {
        JsonNode add = byExport(template).get("add");
        JsonNode queue = template.all("AWS::SQS::Queue").get("AddRequests");
        assertEquals("AddRequests.Arn", add.at("/Events/Queue/Properties/Queue").asText());
        assertTrue(
                queue.get("VisibilityTimeout").asInt() >= 6 * add.get("Timeout").asInt());
        assertEquals(
                "AddDeadLetters.Arn",
                queue.at("/RedrivePolicy/deadLetterTargetArn").asText());
        assertEquals(
                "AddDeadLetters.Arn",
                add.at("/EventInvokeConfig/DestinationConfig/OnFailure/Destination")
                        .asText());
        assertTrue(template.all("AWS::SQS::Queue").containsKey("AddDeadLetters"));
        JsonNode alarm = template.all("AWS::CloudWatch::Alarm").get("AddDeadLettersAlarm");
        assertEquals("AddDeadLetters.QueueName", alarm.at("/Dimensions/0/Value").asText());
        assertFalse(alarm.has("AlarmActions"));
        assertTrue(read("template", WITH_UPLOADS)
                .all("AWS::CloudWatch::Alarm")
                .get("AddDeadLettersAlarm")
                .has("AlarmActions"));
        int instances = add.at("/Events/Queue/Properties/ScalingConfig/MaximumConcurrency")
                .asInt();
        assertTrue(instances <= add.get("ReservedConcurrentExecutions").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"template", "http-api"})
    void startsWithItsEnvironmentAndSpeaksBeforeItsTimeIsUp(String name) {
        for (Map<String, String> parameters : List.of(LEAST, WITH_UPLOADS)) {
            read(name, parameters).all(FUNCTION).values().forEach(function -> {
                SmallRyeConfig config = Variables.check(Template.environment(function));
                Duration deadline = config.getValue("s3.store.deadline", Duration.class);
                assertTrue(function.get("Timeout").asInt() > deadline.toSeconds() + 5);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"template, target/lambda-events/function.zip", "http-api, target/lambda/function.zip"})
    void runsTheArchiveThatIsBuilt(String name, String archive) {
        read(name, LEAST).all(FUNCTION).values().forEach(function -> {
            assertEquals(
                    DeployFiles.ROOT.resolve(archive),
                    DeployFiles.ROOT
                            .resolve("deploy/lambda")
                            .resolve(function.get("CodeUri").asText())
                            .normalize());
            assertEquals(
                    "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest",
                    function.get("Handler").asText());
            assertEquals("Log", function.at("/LoggingConfig/LogGroup").asText());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'      Timeout: 900', '      TimeOut: 900'",
        "'      Timeout: 900', '      Timeout: 901'",
        "AuthType: AWS_IAM, AuthType: NONE",
        "[ReportBatchItemFailures], [ReportBatchItemFailure]",
        "'!GetAtt AddRequests.Arn', '!GetAtt AddRequest.Arn'",
        "'!Ref ImageBucket', '!Ref Bucket'",
        "HasUploads, HasUpload",
        "'${ImageBucket}/*', '${Images}/*'",
        "AWS::Logs::LogGroup, AWS::Logs::Group",
    })
    void aMistakeIsNoticed(String right, String wrong) {
        String text = DeployFiles.text("lambda/template.yaml");
        String changed = text.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong));
        assertFalse(changed.equals(text), right);
        assertThrows(IllegalArgumentException.class, () -> Template.read(changed, WITH_UPLOADS));
    }

    @Test
    void anIdThatSamMakesTooIsNoticed() {
        String changed = DeployFiles.text("lambda/template.yaml").replace("AddRequests", "AddQueue");
        String message = assertThrows(IllegalArgumentException.class, () -> Template.read(changed, LEAST))
                .getMessage();
        assertEquals("SAM makes a resource AddQueue too", message);
    }

    private static Template read(String name, Map<String, String> parameters) {
        return Template.read(DeployFiles.text("lambda/" + name + ".yaml"), parameters);
    }

    private static Map<String, JsonNode> byExport(Template template) {
        Map<String, JsonNode> functions = new TreeMap<>();
        template.all(FUNCTION)
                .values()
                .forEach(function ->
                        functions.put(Template.environment(function).get("QUARKUS_FUNQY_EXPORT"), function));
        return functions;
    }

    private static PolicyDocument policy(String name) {
        return PolicyDocument.read(DeployFiles.json(DeployFiles.text(name)));
    }

    private static List<Set<String>> grants(JsonNode function) {
        return function.get("Policies")
                .valueStream()
                .map(PolicyDocument::read)
                .map(PolicyDocument::grants)
                .toList();
    }
}
