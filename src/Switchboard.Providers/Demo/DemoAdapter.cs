using System.Security.Cryptography;
using System.Text.Json;
using Switchboard.Protocol;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Demo;

/// <summary>The demo models as a provider: OpenAI's chat dialect in, OpenAI's chat dialect out, no network between.</summary>
internal sealed class DemoAdapter(TimeProvider time) : IProviderAdapter
{
    private const string Json = "application/json";

    public string Name => "demo";

    public Dialect Dialect => Dialect.OpenAiChat;

    public async Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        try
        {
            // Kept until the answer is composed: tools and schemas point into it.
            using JsonDocument body = Parse(call.Body);
            DemoRequest request = DemoRequestReader.Read(body.RootElement, call.Model);
            if (request.Model.Name == "down")
            {
                throw new DemoRefusedException(503, "demo/down is always overloaded. It is there to try retries and fallbacks with.", null, "overloaded");
            }
            return await AnswerAsync(call, request, cancel).ConfigureAwait(false);
        }
        catch (DemoRefusedException refusal)
        {
            return Refused(refusal);
        }
        catch (InvalidOperationException)
        {
            // What JSON throws for a text that is none, in the body or in JSON that stands in a tool's result.
            return Refused(DemoRequestReader.Bad("A text holds half of a surrogate pair (\\ud800 to \\udfff). Escape whole characters.", null));
        }
    }

    private static ProviderReply Refused(DemoRefusedException refusal) =>
        ProviderReply.Answered(refusal.Status, new MemoryStream(ChatJson.Error(refusal), writable: false), Json);

    private async Task<ProviderReply> AnswerAsync(ProviderCall call, DemoRequest request, CancellationToken cancel)
    {
        // Made of the request's bytes, so that the same request gets the same answer to the last byte but the time.
        string seed = Convert.ToHexStringLower(SHA256.HashData(call.Body.Span).AsSpan(0, 10));
        string id = "chatcmpl-demo-" + seed;
        long created = time.GetUtcNow().ToUnixTimeSeconds();
        DemoAnswer answer = AnswerComposer.Compose(request, seed);
        if (request.Stream)
        {
            return ProviderReply.Answered(200, new ChatStream(request, answer, id, created, time).Start(cancel), "text/event-stream; charset=utf-8");
        }
        if (request.Model.Pace > TimeSpan.Zero)
        {
            await Task.Delay(request.Model.Pace * answer.Tokens, time, cancel).ConfigureAwait(false);
        }
        return ProviderReply.Answered(200, new MemoryStream(ChatJson.Completion(request, answer, id, created), writable: false), Json);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            throw DemoRequestReader.Bad("The body is not valid JSON.", null);
        }
    }
}
