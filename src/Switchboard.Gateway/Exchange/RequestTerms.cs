using System.Text.Json;
using Switchboard.Protocol;

namespace Switchboard.Gateway.Exchange;

/// <summary>How a dialect's requests name what the gateway acts on.</summary>
internal sealed record RequestTerms
{
    private static readonly RequestTerms Chat = new()
    {
        Content = "messages",
        ContentIs = "the conversation as a list of messages",
        Governed = ["model", "stream", "stream_options", "max_tokens", "max_completion_tokens", "n", "temperature", "cache", "messages"],
    };

    private static readonly RequestTerms Responses = new()
    {
        Content = "input",
        ContentIs = "a text or a list of items",
        HasItems = true,
        Governed = ["model", "stream", "max_output_tokens", "temperature", "cache", "input", "previous_response_id", "store", "background", "conversation", "prompt"],
    };

    /// <summary>The field that holds the conversation.</summary>
    public required string Content { get; init; }

    /// <summary>What that field holds, in words.</summary>
    public required string ContentIs { get; init; }

    /// <summary>The names that must be spelled plainly and once, because the gateway acts on them.</summary>
    public required string[] Governed { get; init; }

    /// <summary>Whether the conversation is a list of typed items rather than of messages; it may be a text then.</summary>
    public bool HasItems { get; init; }

    public static RequestTerms For(Dialect dialect) => dialect == Dialect.OpenAiResponses ? Responses : Chat;

    public bool Takes(JsonTokenType content) => content == JsonTokenType.StartArray || (HasItems && content == JsonTokenType.String);
}
