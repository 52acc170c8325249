using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>Callers that ask one thing after another, of every kind, until the server is gone or they are told to stop.</summary>
internal sealed class Load(string url, string key, int callers, int seed) : IDisposable
{
    private const int RepeatedQuestions = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(url), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
    private readonly ConcurrentQueue<Reading> complete = new();
    private readonly ConcurrentQueue<Reading> refused = new();
    private readonly Lock gate = new();
    private TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int wanted;
    private readonly List<Task> running = [];
    private volatile bool stopped;

    public int Callers => callers;

    /// <summary>Answers that their callers saw complete.</summary>
    public IReadOnlyCollection<Reading> Complete => complete;

    /// <summary>Answers that were errors: there should be none.</summary>
    public IReadOnlyCollection<Reading> Refused => refused;

    /// <summary>Starts the callers if they do not run yet; completes once so many answers were seen complete, while the callers go on.</summary>
    public async Task RunAsync(int answers)
    {
        lock (gate)
        {
            wanted = answers;
            enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        for (var caller = running.Count; caller < callers; caller++)
        {
            var random = new Random(seed + caller);
            running.Add(Task.Run(() => AskOnAsync(random)));
        }

        await Task.WhenAny(enough.Task, Task.WhenAll(running)).WaitAsync(Patience);
    }

    /// <summary>Completes once every caller has ended: at once after the server's death, else after the answers under way.</summary>
    public Task StopAsync()
    {
        stopped = true;
        return Task.WhenAll(running).WaitAsync(Patience);
    }

    public void Dispose() => client.Dispose();

    private async Task AskOnAsync(Random random)
    {
        while (!stopped)
        {
            var ask = Ask.All[random.Next(Ask.All.Count)];
            var question = random.Next(3) == 0
                ? string.Create(CultureInfo.InvariantCulture, $"a question often asked, number {random.Next(RepeatedQuestions)}")
                : string.Create(CultureInfo.InvariantCulture, $"a question asked once: {random.NextInt64()}");
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, ask.Path) { Content = new StringContent(ask.Body(question, random.Next(2) == 0 ? 64 : null), null, "application/json") };
                Keep(await Reading.ReadAsync(ask, await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)));
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private void Keep(Reading reading)
    {
        if (reading.Response.StatusCode != HttpStatusCode.OK)
        {
            refused.Enqueue(reading);
        }
        else if (reading.IsComplete)
        {
            complete.Enqueue(reading);
            lock (gate)
            {
                if (complete.Count >= wanted)
                {
                    enough.TrySetResult();
                }
            }
        }
    }
}
