namespace Switchboard.ConformanceTests.Drivers;

/// <summary>A client from npm, driven by its script in the folder <c>clients</c>; the script may be given another package than the newest.</summary>
public sealed class NpmClient(bool isAnthropic, params string[] script) : IOfficialClient
{
    private readonly Lazy<NpmWorker> worker = new(() => NpmWorker.Start(script));

    public bool IsAnthropic => isAnthropic;

    public string? StreamErrorType => "APIError";

    public string ErrorType(int status) => status switch
    {
        400 => "BadRequestError",
        401 => "AuthenticationError",
        404 => "NotFoundError",
        429 => "RateLimitError",
        503 when isAnthropic && script.Length == 1 => "ServiceUnavailableError",
        _ => "InternalServerError",
    };

    /// <summary>Runs a scenario, or skips the test where Node.js or the packages are missing.</summary>
    public Task<Seen> RunAsync(Call call)
    {
        if (NpmWorker.WhyNot is { } reason)
        {
            Assert.Skip(reason);
        }

        return worker.Value.RunAsync(call);
    }
}
