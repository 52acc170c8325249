using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Responses;

/// <summary>The <c>response</c> object around an output: the same in a whole answer and in the events that begin and end a stream.</summary>
internal sealed class ResponsesEnvelope
{
    private readonly string? _model;
    private readonly long _created;
    private readonly ResponsesEcho _echo;

    /// <summary>The envelope of one answer.</summary>
    /// <param name="options">What the caller is told.</param>
    /// <param name="id">The vendor's id.</param>
    /// <param name="model">The vendor's model.</param>
    /// <param name="created">When, where the vendor tells.</param>
    public ResponsesEnvelope(ChatReplyOptions options, string? id, string? model, long? created)
    {
        Id = ResponsesIds.Response(id, options.Id);
        _model = options.Model ?? model;
        _created = created ?? options.Created.ToUnixTimeSeconds();
        _echo = new(options.Request.Span, options.Keeps);
    }

    public string Id { get; }

    /// <summary>Writes the object up to its output's items.</summary>
    public void Open(Utf8JsonWriter writer, in ResponsesEnd end)
    {
        writer.WriteString("id"u8, Id);
        writer.WriteString("object"u8, "response"u8);
        writer.WriteNumber("created_at"u8, _created);
        writer.WriteString("status"u8, end.Status);
        WriteError(writer, end.Error);
        if (end.Incomplete is { } reason)
        {
            writer.WriteStartObject("incomplete_details"u8);
            writer.WriteString("reason"u8, reason);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("incomplete_details"u8);
        }

        writer.WriteString("model"u8, _model ?? string.Empty);
        _echo.Write(writer);
        writer.WriteStartArray("output"u8);
    }

    /// <summary>Ends the output; the object's end is the caller's.</summary>
    public static void Close(Utf8JsonWriter writer, TokenUsage? usage)
    {
        writer.WriteEndArray();
        ResponsesUsage.Write(writer, usage);
    }

    /// <summary>The description allows few codes; the message says what to do.</summary>
    private static void WriteError(Utf8JsonWriter writer, ExchangeError? error)
    {
        if (error is null)
        {
            writer.WriteNull("error"u8);
            return;
        }

        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, error.Kind is ErrorKind.RateLimited or ErrorKind.BudgetExceeded ? "rate_limit_exceeded"u8 : "server_error"u8);
        writer.WriteString("message"u8, error.Message);
        writer.WriteEndObject();
    }
}
