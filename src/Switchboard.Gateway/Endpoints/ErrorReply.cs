using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Endpoints;

/// <summary>Answers a request that never became an exchange with an error, in the dialect that its path speaks.</summary>
internal static class ErrorReply
{
    public static Task WriteAsync(HttpContext context, ExchangeError error)
    {
        var path = context.Request.Path;
        var dialect = path.StartsWithSegments("/anthropic", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/v1/messages", StringComparison.OrdinalIgnoreCase)
            ? Dialect.AnthropicMessages
            : Dialect.OpenAiChat;
        var requestId = RequestIds.Of(context);
        var output = new ArrayBufferWriter<byte>(512);
        ErrorWriter.Write(dialect, error, requestId, output);
        context.Response.StatusCode = error.HttpStatus;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = output.WrittenCount;
        if (error.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return context.Response.Body.WriteAsync(output.WrittenMemory, context.RequestAborted).AsTask();
    }
}
