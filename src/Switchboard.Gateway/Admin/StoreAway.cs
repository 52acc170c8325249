using System.Data.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Admin;

/// <summary>Around each management endpoint: a store that cannot be reached is a 503 in words. Calls to models do not need it.</summary>
internal sealed partial class StoreAway(ILogger<StoreAway> log) : IEndpointFilter
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(10);

    /// <summary>Whether this is what stores throw when they are away, locked or full.</summary>
    public static bool Is(Exception e) => e is DbException or TimeoutException or (IOException and not BadHttpRequestException);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (Is(e) && !context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            LogAway(context.HttpContext.Request.Path, e);
            return new ErrorResult(new ExchangeError(ErrorKind.Unavailable, "The server's store or journal cannot be reached now, so this was neither read nor changed. Calls to models go on. Ask again after the time in Retry-After.") { RetryAfter = AskAgain });
        }
    }

    [LoggerMessage(EventName = "ManagementStoreAway", Level = LogLevel.Error, Message = "{Path} could not be served: the store or the journal cannot be reached")]
    private partial void LogAway(string path, Exception exception);
}
