using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Anthropic;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.OpenAi;
using Switchboard.Protocol.Responses;

namespace Switchboard.Protocol.Errors;

/// <summary>Tells callers what went wrong, in the words that their dialect's clients understand.</summary>
public static class ErrorWriter
{
    /// <summary>Writes an error's body. Its status is the error's own.</summary>
    /// <param name="dialect">The caller's dialect.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="requestId">The request's id, for support.</param>
    /// <param name="output">Where to write.</param>
    public static void Write(Dialect dialect, ExchangeError error, string? requestId, IBufferWriter<byte> output)
    {
        using var writer = JsonOutput.Over(output);
        if (dialect == Dialect.AnthropicMessages)
        {
            AnthropicErrors.Write(writer, error, requestId);
        }
        else
        {
            OpenAiErrors.Write(writer, error, requestId);
        }
    }

    /// <summary>Writes an error after the first byte of a stream, as one event; the stream ends with it.</summary>
    /// <param name="dialect">The caller's dialect.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="requestId">The request's id, for support.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="trail">What of a responses' stream has gone out; null for other dialects.</param>
    public static void WriteStreamError(Dialect dialect, ExchangeError error, string? requestId, IBufferWriter<byte> output, ResponsesTrail? trail = null)
    {
        if (dialect == Dialect.OpenAiResponses)
        {
            ResponsesErrors.WriteStreamError(error, requestId, trail, output);
            return;
        }

        output.Write(dialect == Dialect.AnthropicMessages ? "event: error\ndata: "u8 : "data: "u8);
        Write(dialect, error, requestId, output);
        output.Write("\n\n"u8);
    }

    /// <summary>Writes the fields that every dialect's error carries beyond its own.</summary>
    internal static void WriteShared(Utf8JsonWriter writer, ExchangeError error)
    {
        if (error.RetryAfter is { } wait)
        {
            writer.WriteNumber("retry_after"u8, Math.Max(0, (long)Math.Ceiling(wait.TotalSeconds)));
        }

        if (error.Provider is { } provider)
        {
            writer.WriteString("provider"u8, provider);
        }

        if (error.Violations is { } violations)
        {
            writer.WriteStartArray("violations"u8);
            foreach (var violation in violations)
            {
                writer.WriteStringValue(violation);
            }

            writer.WriteEndArray();
        }

        if (error.RiskScore is { } risk)
        {
            writer.WriteNumber("risk_score"u8, risk);
        }
    }
}
