namespace Switchboard.ConformanceTests.Drivers;

/// <summary>Keeps the headers of the last answer, for a client whose exceptions have none.</summary>
internal sealed class LastAnswer() : DelegatingHandler(new SocketsHttpHandler())
{
    private HttpResponseMessage? last;

    public string? Header(string name) => last is not null && last.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        last = await base.SendAsync(request, cancellationToken);
}
