using Microsoft.AspNetCore.Http;
using Switchboard.Gateway.Endpoints;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Admin;

/// <summary>An error as an endpoint's result.</summary>
internal sealed class ErrorResult(ExchangeError error) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => ErrorReply.WriteAsync(httpContext, error);
}
