using Switchboard.Providers.Catalogue;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Providers;

/// <summary>
/// One thing that callers ask for: at which door, how a vendor that speaks OpenAI's dialect is asked and answers, and what the caller sees of
/// it. In the texts <c>%model%</c> is the model and <c>%text%</c> a text that only this request holds.
/// </summary>
internal sealed record Modality(string Name, Operation Operation, string Door, string ContentType)
{
    private const string Prose = """{"id":"cmpl-1","object":"text_completion","created":1,"model":"m","choices":[{"text":"Good day","index":0,"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}""";
    private const string Transcript = """{"text":"Good day","usage":{"type":"duration","seconds":3}}""";
    private const string Pictures = """{"created":1,"data":[{"url":"https://images.example/0.png"}]}""";

    public static IReadOnlyList<Modality> All { get; } =
    [
        new("chat", Operation.Chat, "/v1/chat/completions", "chat")
        {
            Ask = """{"model":"%model%","max_tokens":9,"messages":[{"role":"user","content":"%text%"}]}""",
            Answer = Script.Text("Good day", new ScriptUsage(11, 7)),
            Seen = static said => said.Content,
            Usage = "input 11 output 7",
        },
        new("chat stream", Operation.Chat, "/v1/chat/completions", "chat")
        {
            Ask = """{"model":"%model%","max_tokens":9,"messages":[{"role":"user","content":"%text%"}],"stream":true}""",
            Answer = Script.Chunks("Good", " day").WithUsage(new ScriptUsage(11, 7)),
            Seen = static said => said.Content,
            Usage = "input 11 output 7",
            IsStream = true,
        },
        new("completion", Operation.Completion, "/v1/completions", "completion")
        {
            Ask = """{"model":"%model%","prompt":"%text%","max_tokens":9}""",
            Answer = Script.Json(Prose),
            Seen = static said => said.Json.GetProperty("choices")[0].GetProperty("text").GetString()!,
            Usage = "input 11 output 7",
        },
        new("completion stream", Operation.Completion, "/v1/completions", "completion")
        {
            Ask = """{"model":"%model%","prompt":"%text%","max_tokens":9,"stream":true}""",
            Answer = Script.Frames(
                "data: {\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"text\":\"Good\",\"index\":0,\"finish_reason\":null}]}\n\n",
                "data: {\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"text\":\" day\",\"index\":0,\"finish_reason\":\"stop\"}]}\n\n",
                "data: {\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}}\n\n",
                "data: [DONE]\n\n"),
            Seen = static said => string.Concat(said.Frames.Select(static frame => frame.GetProperty("choices")[0].GetProperty("text").GetString())),
            Usage = "input 11 output 7",
            IsStream = true,
        },
        new("embedding", Operation.Embedding, "/v1/embeddings", "embedding")
        {
            Ask = """{"model":"%model%","input":["%text%","two"]}""",
            Answer = Script.Json("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-0.25]},{"object":"embedding","index":1,"embedding":[1,2]}],"model":"m","usage":{"prompt_tokens":8,"total_tokens":8}}"""),
            Seen = static said => string.Join(' ', said.Json.GetProperty("data").EnumerateArray().Select(static d => d.GetProperty("embedding").GetRawText())),
            Expected = "[0.5,-0.25] [1,2]",
            Usage = "input 8 output 0",
        },
        new("image", Operation.ImageGeneration, "/v1/images/generations", "image")
        {
            Ask = """{"model":"%model%","prompt":"%text%","size":"512x512"}""",
            Answer = Script.Json(Pictures),
            Seen = static said => said.Json.GetProperty("data")[0].EnumerateObject().Single().Value.GetString()!,
            Expected = "https://images.example/0.png",
            Usage = "images 1",
        },
        new("image edit", Operation.ImageEdit, "/v1/images/edits", "image")
        {
            Form = [("model", "%model%"), ("prompt", "%text%"), ("image", null)],
            Answer = Script.Json(Pictures),
            Seen = static said => said.Json.GetProperty("data")[0].GetProperty("url").GetString()!,
            Expected = "https://images.example/0.png",
            Usage = "images 1",
        },
        new("transcription", Operation.Transcription, "/v1/audio/transcriptions", "transcription")
        {
            Form = [("model", "%model%"), ("language", "en"), ("file", null)],
            Answer = Script.Json(Transcript),
            Seen = static said => said.Json.GetProperty("text").GetString()!,
            Usage = "audio 3000 ms",
        },
        new("translation", Operation.Translation, "/v1/audio/translations", "translation")
        {
            Form = [("model", "%model%"), ("file", null)],
            Answer = Script.Json(Transcript),
            Seen = static said => said.Json.GetProperty("text").GetString()!,
            Usage = "audio 3000 ms",
        },
        new("speech", Operation.Speech, "/v1/audio/speech", "speech")
        {
            Ask = """{"model":"%model%","input":"%text%","voice":"alloy"}""",
            Answer = Script.Body(200, "audio/mpeg", "ID3 Good day"u8.ToArray()),
            Seen = static said => said.Text,
            Expected = "ID3 Good day",
            Usage = "characters",
        },
        new("rerank", Operation.Rerank, "/v1/rerank", "rerank")
        {
            Ask = """{"model":"%model%","query":"%text%","documents":["a","b"]}""",
            Answer = Script.Json("""{"id":"r","results":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":0.1}],"meta":{"billed_units":{"search_units":1}}}"""),
            Seen = static said => string.Join(' ', said.Json.GetProperty("results").EnumerateArray().Select(static r => r.GetProperty("index").GetInt32())),
            Expected = "1 0",
            Usage = "searches 1",
        },
        new("moderation", Operation.Moderation, "/v1/moderations", "moderation")
        {
            Ask = """{"model":"%model%","input":"%text%"}""",
            Answer = Script.Json("""{"id":"modr-1","model":"m","results":[{"flagged":true,"categories":{"violence":true},"category_scores":{"violence":0.9}}]}"""),
            Seen = static said => said.Json.GetProperty("results")[0].GetProperty("flagged").GetRawText(),
            Expected = "true",
            Usage = "",
        },
        new("token count", Operation.CountTokens, "/v1/messages/count_tokens", "count_tokens")
        {
            Ask = """{"model":"%model%","messages":[{"role":"user","content":"%text%"}]}""",
            Answer = Script.Json("""{"input_tokens":12}"""),
            Seen = static said => said.Text,
            Expected = """{"input_tokens":12}""",
            Usage = "",
        },
        new("file", Operation.File, "/v1/files", "file")
        {
            Form = [("purpose", "batch"), ("file", null)],
            Answer = Script.Json("""{"id":"file-1","object":"file","bytes":5,"created_at":1,"filename":"f.jsonl","purpose":"batch"}"""),
            Seen = static said => said.Json.GetProperty("id").GetString()!,
            Expected = "file-1",
            Usage = "",
        },
        new("batch", Operation.Batch, "/v1/batches", "batch")
        {
            Ask = """{"input_file_id":"file-of-the-batch","endpoint":"/v1/chat/completions","completion_window":"24h","metadata":{"note":"%text%"}}""",
            Answer = Script.Json("""{"id":"batch_1","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"file-of-the-batch","completion_window":"24h","status":"validating","created_at":1}"""),
            Seen = static said => said.Json.GetProperty("id").GetString()!,
            Expected = "batch_1",
            Usage = "",
        },
    ];

    /// <summary>The request in JSON, or null where it is a form.</summary>
    public string? Ask { get; init; }

    /// <summary>The form's fields; the file is the one without a value.</summary>
    public (string Name, string? Value)[] Form { get; init; } = [];

    public bool IsStream { get; init; }

    /// <summary>What a vendor of OpenAI's dialect answers; a reply is said in whatever dialect it is asked for.</summary>
    public required Script Answer { get; init; }

    /// <summary>What the caller sees of the answer.</summary>
    public required Func<Said, string> Seen { get; init; }

    public string Expected { get; init; } = "Good day";

    /// <summary>What must be on record as consumed.</summary>
    public required string Usage { get; init; }

    public static Modality Get(string name) => All.Single(modality => modality.Name == name);
}
