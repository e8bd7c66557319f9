package dev.glint.checker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.checker.Ask.Deed;
import dev.glint.checker.Request.Form;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Random operations of a client on an id: one turn is one call, or several that belong together. */
final class Operations {

    private static final int LARGEST_INLINE = 60_000;
    private static final int LARGEST_SMALL = 400_000;
    /** A size larger than one part. */
    private static final int MORE_THAN_A_PART = 6_000_000;

    private static final double LARGE = 0.06;
    private static final double DECLARES = 0.4;
    private static final double DECLARES_WRONG = 0.15;
    private static final double CHANGES = 0.2;

    private final Client client;
    private final Random random;
    private final ClientUploads uploads;

    Operations(Client client) {
        this.client = client;
        this.random = client.random();
        this.uploads = new ClientUploads(client, this);
    }

    private interface Operation {
        void run(Subject subject) throws InterruptedException;
    }

    private record Choice(int weight, Operation operation) {}

    private final List<Choice> choices = List.of(
            new Choice(20, this::addData),
            new Choice(18, this::addSource),
            new Choice(5, this::addLocation),
            new Choice(14, this::repeat),
            new Choice(14, this::getSize),
            new Choice(8, this::download),
            new Choice(16, this::delete),
            new Choice(10, subject -> uploads().single(subject)),
            new Choice(3, subject -> uploads().inParts(subject)),
            new Choice(3, subject -> uploads().goOn(subject)));

    private ClientUploads uploads() {
        return uploads;
    }

    void run(Subject subject) throws InterruptedException {
        int left = random.nextInt(choices.stream().mapToInt(Choice::weight).sum());
        for (Choice choice : choices) {
            left -= choice.weight;
            if (left < 0) {
                choice.operation.run(subject);
                return;
            }
        }
    }

    private void addData(Subject subject) throws InterruptedException {
        addData(subject, form(), client.newKey());
    }

    private void addData(Subject subject, Form form, String key) throws InterruptedException {
        Content content = client.newContent(random.nextInt(LARGEST_INLINE));
        ObjectNode fields = named(subject);
        fields.put("data", Base64.getEncoder().encodeToString(content.bytes()));
        add(subject, content, fields, form, key);
    }

    private void addSource(Subject subject) throws InterruptedException {
        boolean large = random.nextDouble() < LARGE;
        int size = large ? World.PART_SIZE + random.nextInt(MORE_THAN_A_PART) : random.nextInt(LARGEST_SMALL);
        Content content = client.newContent(size);
        ContentServer.Kind kind = ContentServer.Kind.values()[random.nextInt(3)];
        ObjectNode fields = named(subject);
        fields.put("source", client.world().sourceUrl(kind, subject.id(), content));
        add(subject, content, fields);
    }

    private void addLocation(Subject subject) throws InterruptedException {
        boolean large = random.nextBoolean();
        ObjectNode fields = named(subject);
        fields.put("source", client.world().location(large ? World.SOURCE_IN_PARTS : World.SOURCE));
        add(subject, large ? World.SOURCE_IN_PARTS_CONTENT : World.SOURCE_CONTENT, fields);
    }

    private void add(Subject subject, Content content, ObjectNode fields) throws InterruptedException {
        add(subject, content, fields, form(), client.newKey());
    }

    private void add(Subject subject, Content content, ObjectNode fields, Form form, String key)
            throws InterruptedException {
        boolean wrong = declare(fields, content);
        String requestId = Request.id(form, key);
        Ask ask = wrong ? Ask.unsoundAdd(requestId) : Ask.add(requestId, content);
        client.call(subject, ask, new Request("add", fields, form, key));
    }

    /** Sometimes adds declared fields; returns whether one of them is wrong. */
    boolean declare(ObjectNode fields, Content content) {
        if (random.nextDouble() >= DECLARES) {
            return false;
        }
        boolean wrong = random.nextDouble() < DECLARES_WRONG;
        switch (random.nextInt(3)) {
            case 0 -> fields.put("checksum", wrong ? "0".repeat(32) : content.checksum());
            case 1 -> fields.put("format", wrong ? "qcow2" : "raw");
            default -> fields.put("size", wrong ? content.size() + 1 : content.size());
        }
        return wrong;
    }

    /** Repeats an add of any client: the very same one, or, wrongly, one with other bytes. */
    private void repeat(Subject subject) throws InterruptedException {
        List<MadeCall> adds = subject.history().calls().stream()
                .filter(call -> call.request()
                        .filter(request -> request.function().equals("add"))
                        .isPresent())
                .toList();
        if (!adds.isEmpty()) {
            MadeCall call = adds.get(random.nextInt(adds.size()));
            Request request = call.request().orElseThrow();
            if (random.nextDouble() < CHANGES) {
                addData(subject, request.form(), request.key());
            } else {
                client.call(subject, call.ask(), request);
            }
        }
    }

    private void getSize(Subject subject) throws InterruptedException {
        call(subject, Ask.of(Deed.LOOK), "get-size", namedOrLocated(subject));
    }

    private void delete(Subject subject) throws InterruptedException {
        call(subject, Ask.of(Deed.DELETE), "delete", namedOrLocated(subject));
    }

    /** Asks for a URL, and reads the image from S3 with it. */
    private void download(Subject subject) throws InterruptedException {
        Told told = call(subject, Ask.of(Deed.LOOK), "get-presigned", namedOrLocated(subject));
        if (told.outcome() == Told.Outcome.DONE) {
            uploads.read(subject, told);
        }
    }

    Told call(Subject subject, Ask ask, String function, ObjectNode fields) throws InterruptedException {
        return client.call(subject, ask, new Request(function, fields, form(), client.newKey()));
    }

    private Form form() {
        return switch (random.nextInt(5)) {
            case 0 -> Form.BINARY_EVENT;
            case 1 -> Form.STRUCTURED_EVENT;
            default -> Form.PLAIN;
        };
    }

    static ObjectNode named(Subject subject) {
        return JsonNodeFactory.instance.objectNode().put("imageId", subject.id());
    }

    private ObjectNode namedOrLocated(Subject subject) {
        return random.nextInt(4) > 0
                ? named(subject)
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("location", client.world().location(subject.id()));
    }
}
