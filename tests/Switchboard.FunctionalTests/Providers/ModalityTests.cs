using System.Net;
using System.Text;
using Switchboard.FunctionalTests.Exchange;
using Switchboard.FunctionalTests.Operations;
using Switchboard.Gateway.Audit;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Operations;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Providers;

/// <summary>Every row of the catalogue by every modality that it offers, through the whole server.</summary>
public sealed class ModalityTests(ModalityFixture fixture) : IClassFixture<ModalityFixture>
{
    public static TheoryData<string, string> Offered
    {
        get
        {
            var table = new TheoryData<string, string>();
            foreach (var (row, modality) in Pairs)
            {
                table.Add(row.Name, modality.Name);
            }

            return table;
        }
    }

    private static IEnumerable<(KnownProvider Row, Modality Modality)> Pairs =>
        from row in ModalityFixture.Rows
        from modality in Modality.All
        where modality.Operation == Operation.Chat ? row.Operations.HasFlag(Operation.Chat) : VendorOperations.For(row, modality.Operation) is not null
        select (row, modality);

    [Fact]
    public void Rows_DeclareNothing_ThatTheTableDoesNotExercise()
    {
        var exercised = Pairs.Select(static pair => (pair.Row.Name, pair.Modality.Operation)).ToHashSet();
        foreach (var row in ModalityFixture.Rows)
        {
            foreach (var operation in Enum.GetValues<Operation>().Where(o => System.Numerics.BitOperations.IsPow2((int)o) && row.Operations.HasFlag(o)))
            {
                // A vendor of which nothing is known is asked for anything; this none of OpenAI's dialect has.
                var unknown = row.Operations == Operation.All && operation == Operation.CountTokens;
                Assert.True(unknown || exercised.Contains((row.Name, operation)), $"{row.Name} declares {operation}, and no line of Modality.All asks it for that.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Offered))]
    public async Task Ask_OfAnyVendor_IsItsOwnRequestAndComesBackMapped(string name, string kind)
    {
        var (row, modality, model) = (ModalityFixture.Row(name), Modality.Get(kind), ModelOf(name, kind));
        var wire = VendorWire.Of(row, modality, model);
        var text = fixture.Answering((wire.Answer ?? modality.Answer).WithHeader("x-ratelimit-remaining-requests", "41"));

        var said = await AskAsync(row, modality, text);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        var request = RequestWith(text);
        Assert.Equal(("POST", wire.Target), (request.Method, request.Target));
        Assert.Equal(VendorWire.AuthOf(row), VendorWire.AuthIn(request));
        AssertBody(request, modality, wire, model, text);
        Assert.Equal(wire.Expected ?? modality.Expected, modality.Seen(said));
        Assert.Equal(("41", name), (said.Headers.GetValueOrDefault("x-ratelimit-remaining-requests"), said.Headers["x-smartflow-provider"]));
        Assert.DoesNotContain(VendorFixture.KeyOf(row), said.Text, StringComparison.Ordinal);
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal((modality.ContentType, "success", name), (record.ContentType, record.Outcome, record.Provider));
        Assert.Equal(wire.Usage ?? modality.Usage, Consumed(record.Usage, wire.Usage ?? modality.Usage));
    }

    [Theory]
    [MemberData(nameof(Offered))]
    public async Task Errors_OfAnyVendor_MeanWhatTheyMean(string name, string kind)
    {
        var (row, modality) = (ModalityFixture.Row(name), Modality.Get(kind));
        var echo = $"This will not do with the key {VendorFixture.KeyOf(row)}.";
        var text = fixture.Answering(
            Script.Error(401, echo), Script.Error(429, echo, TimeSpan.FromSeconds(17)).WithHeader("x-ratelimit-limit-requests", "60"), Script.Error(500, echo));

        var (refused, limited, failed) = (await AskAsync(row, modality, text), await AskAsync(row, modality, text), await AskAsync(row, modality, text));

        var anthropic = modality.Operation == Operation.CountTokens;
        Assert.Equal((HttpStatusCode.BadGateway, HttpStatusCode.TooManyRequests, HttpStatusCode.BadGateway), (refused.Status, limited.Status, failed.Status));
        Assert.Contains(row.KeyVariables[0], Answers.ErrorIn(refused.Text, anthropic, refused.Headers["x-smartflow-request-id"]).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(("17", "60"), (limited.Headers["retry-after"], limited.Headers["x-ratelimit-limit-requests"]));
        Answers.ErrorIn(failed.Text, anthropic, failed.Headers["x-smartflow-request-id"]);
        foreach (var said in (Said[])[refused, limited, failed])
        {
            Assert.DoesNotContain(VendorFixture.KeyOf(row), said.Text, StringComparison.Ordinal);
            Assert.Equal(("error", modality.ContentType, 0L), ((await fixture.Server.RecordAsync(said)).Outcome, (await fixture.Server.RecordAsync(said)).ContentType, (await fixture.Server.RecordAsync(said)).CostMicros));
        }
    }

    public static TheoryData<string> Keepers => [.. ModalityFixture.Rows.Where(static row => VendorOperations.For(row, Operation.File) is not null).Select(static row => row.Name)];

    [Theory]
    [MemberData(nameof(Keepers))]
    public async Task Files_OfAnyVendor_AreListedReadAndDeletedThere(string name)
    {
        var row = ModalityFixture.Row(name);
        var key = await fixture.Server.CreateKeyAsync();
        using var form = OperationTalk.Form("f.jsonl", OperationTalk.Bytes("{}"), ("purpose", "batch"), ("file", null));
        var id = (await fixture.Server.SendFormAsync("/v1/files?provider=" + name, form, key)).Json.GetProperty("id").GetString();
        var before = fixture.Upstream.Requests.Count;

        var list = await fixture.Server.GetAsync($"/v1/files?provider={name}&limit=5", key);
        var one = await fixture.Server.GetAsync("/v1/files/" + id, key);
        var content = await fixture.Server.GetAsync($"/v1/files/{id}/content", key);
        var deleted = await fixture.Server.SendAsync(HttpMethod.Delete, "/v1/files/" + id, null, key);

        Assert.Equal((id, "requests.jsonl", "line 1\nline 2\n", true), (list.Json.GetProperty("first_id").GetString(), one.Json.GetProperty("filename").GetString(), content.Text, deleted.Json.GetProperty("deleted").GetBoolean()));
        var (root, version) = row.IsAzure ? ("/openai", "api-version=value-of-api_version") : (VendorFixture.PathOf(row), "");
        string At(string tail, string query = "") => root + "/files" + tail + (query.Length + version.Length == 0 ? "" : "?" + string.Join('&', new[] { query, version }.Where(static p => p.Length > 0)));
        Assert.Equal(
            [("GET", At("", "limit=10000")), ("GET", At("/" + id)), ("GET", At($"/{id}/content")), ("DELETE", At("/" + id))],
            fixture.Upstream.Requests.Skip(before).Select(static r => (r.Method, r.Target)));
        Assert.All(fixture.Upstream.Requests.Skip(before), r => Assert.Equal(VendorWire.AuthOf(row), VendorWire.AuthIn(r)));
    }

    /// <summary>A name with a slash; Vertex AI serves Google's own models only, and on Bedrock a model's maker says which body it wants.</summary>
    private static string ModelOf(string name, string kind) => (name, kind) switch
    {
        ("vertex_ai", "embedding") => "text-embedding-005",
        ("vertex_ai", "image") => "imagen-4.0-generate-001",
        ("vertex_ai", _) => "gemini-2.5-flash",
        ("gemini", "image") => "gemini-2.5-flash-image",
        ("bedrock", "embedding") => "cohere.embed-v4:0",
        ("bedrock", "image") => "amazon.nova-canvas-v1:0",
        ("bedrock", "rerank") => "cohere.rerank-v3-5:0",
        _ => "some-org/model-1",
    };

    private async Task<Said> AskAsync(KnownProvider row, Modality modality, string text)
    {
        var model = $"{row.Name}/{ModelOf(row.Name, modality.Name)}";
        var door = modality.Operation is Operation.File or Operation.Batch ? $"{modality.Door}?provider={row.Name}" : modality.Door;
        if (modality.Ask is { } ask)
        {
            return await fixture.Server.SayAsync(Filled(ask, model, text), SwitchboardKey, door);
        }

        using var form = OperationTalk.Form("f.bin", FileWith(text), [.. modality.Form.Select(field => (field.Name, field.Value is null ? null : Filled(field.Value, model, text)))]);
        return await fixture.Server.SendFormAsync(door, form, SwitchboardKey);
    }

    /// <summary>The administrator's, who may make a batch of any file.</summary>
    private static string SwitchboardKey => Testing.Servers.SwitchboardServer.AdminKey;

    private static byte[] FileWith(string text) => Encoding.UTF8.GetBytes("ID3 " + text);

    private static string Filled(string template, string model, string text, bool stream = false) => template
        .Replace("%model%", model, StringComparison.Ordinal).Replace("%text%", text, StringComparison.Ordinal).Replace("%stream%", stream ? "true" : "false", StringComparison.Ordinal);

    private static void AssertBody(UpstreamRequest request, Modality modality, VendorWire wire, string model, string text)
    {
        if (wire.Body is { } body)
        {
            Assert.Equal(Filled(body, model, text, modality.IsStream), request.Text);
        }
        else if (request.Headers["Content-Type"].StartsWith("multipart/form-data", StringComparison.Ordinal))
        {
            var parts = Forms.Read(request);
            Assert.Equal(
                modality.Form.Select(field => field.Value is null ? $"{field.Name}:f.bin" : $"{field.Name}={Filled(field.Value, model, text)}"),
                parts.Select(static p => p.FileName is null ? $"{p.Name}={Encoding.UTF8.GetString(p.Content)}" : $"{p.Name}:{p.FileName}"));
            Assert.Equal(FileWith(text), parts.Single(static p => p.FileName is not null).Content);
        }
        else
        {
            Assert.Equal(FileWith(text), request.Body.ToArray());
        }
    }

    private static string Consumed(AuditUsage? usage, string wanted) => wanted.Split(' ')[0] switch
    {
        "input" => $"input {usage!.Input} output {usage.Output}{(usage.Estimated ? " estimated" : "")}",
        "images" => $"images {usage!.Images}",
        "drawn" => $"drawn {usage!.ImageOutput} of {usage.Input}",
        "audio" => $"audio {usage!.AudioMillis} ms",
        "characters" => usage is { Characters: > 0 } ? "characters" : "none",
        "searches" => $"searches {usage!.Searches}",
        _ => usage is null or { Input: 0, Output: 0 } ? "" : $"input {usage.Input}",
    };

    private UpstreamRequest RequestWith(string text) => fixture.Upstream.Requests.Single(request => request.Text.Contains(text, StringComparison.Ordinal));
}
