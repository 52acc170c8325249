using Switchboard.Gateway.Routing;
using Switchboard.Gateway.Routing.Chains;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>Fallback chains as operators see them: the file's, then those that were made over HTTP.</summary>
internal sealed class FallbackChainViews(ProviderRoutes routes, ModelRouter router, FallbackChainDirectory chains)
{
    public IReadOnlyList<FallbackChainView> All
    {
        get
        {
            var declared = routes.Declared;
            return
            [
                .. declared.Where(static m => m.Fallbacks.Count > 0).Select(static m => new FallbackChainView
                {
                    Id = "yaml-" + m.Name.Replace('/', '-'),
                    Model = m.Name,
                    Fallbacks = m.Fallbacks,
                    Source = "file",
                    Status = "active",
                }),
                .. chains.All.Select(Of),
            ];
        }
    }

    public FallbackChainView? Find(string id) => All.FirstOrDefault(v => v.Id == id);

    private FallbackChainView Of(FallbackChain chain) => new()
    {
        Id = chain.Id,
        Model = chain.Model,
        Fallbacks = chain.Fallbacks,
        Source = "api",
        Status = routes.Declared.Any(m => m.Fallbacks.Count > 0 && ModelPlanBuilder.IsOf(chain, m)) ? "overridden" : router.Table.Plans.ContainsKey(chain.Model) ? "active" : "unused",
        CreatedAt = chain.CreatedAt,
        UpdatedAt = chain.UpdatedAt,
    };
}
